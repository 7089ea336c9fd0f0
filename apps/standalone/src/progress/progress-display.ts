import type { FilmView } from '@shared/contracts/film';
import type { Terminal } from '../terminal/terminal';
import { buildProgressBars } from './progress-bars';
import { describeChange } from './describe-change';

export interface ProgressDisplay {
  show(film: FilmView): void;
  /** A line of text that stays, above the bars where there are bars. */
  say(line: string): void;
  end(): void;
}

const TICK_MS = 500;

export function createProgressDisplay(terminal: Terminal, isSimulated: boolean): ProgressDisplay {
  return terminal.isInteractive ? new BarDisplay(terminal, isSimulated) : new LineDisplay(terminal);
}

/** Bars that are drawn over themselves. */
class BarDisplay implements ProgressDisplay {
  private readonly startedAtMs = performance.now();
  private readonly ticker = setInterval(() => {
    this.draw();
  }, TICK_MS).unref();
  private film: FilmView | null = null;
  private linesDrawn = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly isSimulated: boolean,
  ) {}

  show(film: FilmView): void {
    this.film = film;
    this.draw();
  }

  say(line: string): void {
    this.wipe();
    this.terminal.note(line);
    this.draw();
  }

  end(): void {
    clearInterval(this.ticker);
    this.draw();
    this.linesDrawn = 0;
    this.film = null;
  }

  private draw(): void {
    if (this.film === null) return;
    const elapsedMs = performance.now() - this.startedAtMs;
    const lines = buildProgressBars(this.film, {
      width: this.terminal.width(),
      elapsedMs,
      isSimulated: this.isSimulated,
    });
    this.terminal.write(`${this.wiping()}${lines.map((line) => `${line}\n`).join('')}`);
    this.linesDrawn = lines.length;
  }

  private wipe(): void {
    this.terminal.write(this.wiping());
    this.linesDrawn = 0;
  }

  // Up to the first line of the bars, then clear to the end of the screen.
  private wiping(): string {
    return this.linesDrawn === 0 ? '' : `\u001B[${this.linesDrawn}A\r\u001B[J`;
  }
}

/** One line for each step, for pipes and logs. */
class LineDisplay implements ProgressDisplay {
  private film: FilmView | null = null;

  constructor(private readonly terminal: Terminal) {}

  show(film: FilmView): void {
    for (const line of describeChange(this.film, film)) this.terminal.note(line);
    this.film = film;
  }

  say(line: string): void {
    this.terminal.note(line);
  }

  end(): void {
    this.film = null;
  }
}
