import type { FilmView } from '@shared/contracts/film';
import { renderProgress, renderProgressLine, renderTime } from './render-film';
import type { Terminal } from './terminal';

const REDRAW_MS = 1_000;

/** Shows how far a film is: drawn over in place on a screen, a line for each change elsewhere. */
export class ProgressDisplay {
  private film: FilmView | null = null;
  private drawn = 0;
  private lastLine = '';
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly startedAt = Date.now();

  constructor(private readonly terminal: Terminal) {
    if (terminal.isScreen) {
      this.timer = setInterval(() => {
        this.draw();
      }, REDRAW_MS);
    }
  }

  show(film: FilmView): void {
    this.film = film;
    if (this.terminal.isScreen) this.draw();
    else this.writeLine(film);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private draw(): void {
    if (this.film === null) return;
    const lines = renderProgress(this.film, this.elapsedSeconds());
    const up = this.drawn > 0 ? `\u001b[${this.drawn}A` : '';
    this.terminal.err(`${up}${lines.map((line) => `\u001b[2K${line}\n`).join('')}`);
    this.drawn = lines.length;
  }

  private writeLine(film: FilmView): void {
    const line = renderProgressLine(film);
    if (line === this.lastLine) return;
    this.lastLine = line;
    this.terminal.err(`[${renderTime(this.elapsedSeconds())}] ${line}\n`);
  }

  private elapsedSeconds(): number {
    return (Date.now() - this.startedAt) / 1000;
  }
}
