import type { FilmView, Progress } from '@shared/contracts/film';

export const STAGES = ['storyboard', 'keyframes', 'clips', 'cut'] as const;

export interface BarOptions {
  /** Columns of the terminal. */
  width: number;
  elapsedMs: number;
  isSimulated: boolean;
}

const BAR = { most: 32, least: 8 };
const LABEL_WIDTH = 14;
const COUNT_WIDTH = 22;

/** One bar per stage, with a line of title above and of time and money below; no line is wider than the terminal. */
export function buildProgressBars(film: FilmView, { width, elapsedMs, isSimulated }: BarOptions): string[] {
  const barWidth = Math.max(BAR.least, Math.min(BAR.most, width - LABEL_WIDTH - COUNT_WIDTH));
  const stages = STAGES.map((stage) => buildStage(stage, film.progress[stage], barWidth));
  const money = isSimulated
    ? 'simulated, costs nothing'
    : `$${toCents(film.cost.captured)} of at most $${toCents(film.cost.limit)}`;
  const lines = [buildTitle(film), ...stages, `  ${buildDuration(elapsedMs)} · ${money}`];
  return lines.map((line) => cutTo(line, width - 1));
}

function buildTitle({ title, order }: FilmView): string {
  const name = title ?? order.prompt ?? 'A film';
  return `  ${cutTo(name, 60)} · ${order.scenes} × ${order.sceneSeconds} s, ${order.style}, ${order.resolution}`;
}

function buildStage(stage: string, progress: Progress, barWidth: number): string {
  return `  ${stage.padEnd(LABEL_WIDTH - 2)}${buildBar(progress, barWidth)}  ${buildCount(progress)}`;
}

export function buildBar({ total, done, running, failed }: Progress, width: number): string {
  const cells = (count: number) => (total === 0 ? 0 : Math.round((count / total) * width));
  const full = cells(done);
  const broken = cells(done + failed) - full;
  const busy = cells(Math.min(total, done + failed + running)) - full - broken;
  return '█'.repeat(full) + '×'.repeat(broken) + '▒'.repeat(busy) + '░'.repeat(width - full - broken - busy);
}

function buildCount({ total, done, running, failed }: Progress): string {
  const rest = [running > 0 ? `${running} running` : '', failed > 0 ? `${failed} failed` : ''].filter(Boolean);
  return [`${done}/${total === 0 ? '?' : total}`, ...rest].join(' ');
}

function buildDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function toCents(usd: string): string {
  return Number(usd).toFixed(2);
}

function cutTo(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
