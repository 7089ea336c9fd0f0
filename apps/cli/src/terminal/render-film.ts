import { ERROR_GUIDE } from '@shared/contracts/error-guide';
import type { FilmView, Progress } from '@shared/contracts/film';
import { toColumns } from './to-columns';

const STAGES = ['storyboard', 'keyframes', 'clips', 'cut'] as const;
const BAR_WIDTH = 24;

/** One line for each stage, and one for the time. */
export function renderProgress({ progress, cost }: FilmView, elapsedSeconds: number): string[] {
  const lines = STAGES.map((stage) => `${stage.padEnd(10)} ${renderBar(progress[stage])}`);
  const eta = progress.etaSeconds ? `, about ${renderTime(progress.etaSeconds)} left` : '';
  return [...lines, `${renderTime(elapsedSeconds)} elapsed${eta}, $${shortUsd(cost.captured)} spent`];
}

/** The same in one line, for logs. */
export function renderProgressLine({ progress, status }: FilmView): string {
  const counts = STAGES.map((stage) => `${stage} ${renderCount(progress[stage])}`);
  return `${status}: ${counts.join(', ')}`;
}

export function renderStatus(film: FilmView, now: Date): string {
  const until = film.finishedAt === null ? now : new Date(film.finishedAt);
  const elapsed = renderTime(Math.max(0, (until.getTime() - new Date(film.createdAt).getTime()) / 1000));
  const { estimate, captured, held, limit } = film.cost;
  const expected = estimate === null ? '' : `, $${shortUsd(estimate)} expected`;
  return [
    `${film.id}  ${film.status}`,
    ...(film.title === null ? [] : [`title      ${oneLine(film.title)}`]),
    film.revision === 1 ? `elapsed    ${elapsed}` : `revision   ${film.revision}`,
    ...STAGES.map((stage) => `${stage.padEnd(10)} ${renderCount(film.progress[stage])}`),
    `cost       $${shortUsd(captured)} spent, $${shortUsd(held)} held${expected}, $${shortUsd(limit)} at most`,
    ...renderScenes(film),
    ...renderGate(film),
    ...renderFaults(film),
  ].join('\n');
}

// Scenes with which all is well need no line of their own, unless somebody is asked about them; gaps have theirs.
function renderScenes({ scenes, gaps, gate }: FilmView): string[] {
  const missing = new Set(gaps.map(({ scene }) => scene));
  return scenes.flatMap(({ n, status, why, description, warnings, history }) => {
    const shown = gate === null ? [] : [description];
    const state = why === null || missing.has(n) ? [] : [`${status}: ${why}`];
    const past = history.map(({ part, event }) => `${part} ${PAST[event]}`).join(', ');
    const lines = [...shown, ...state, ...warnings, ...(past === '' ? [] : [past])];
    return lines.map((line) => `${`scene ${n}`.padEnd(10)} ${oneLine(line)}`);
  });
}

const PAST = {
  refused: 'refused',
  softened: 'asked for in milder words',
  notSoftened: 'could not be put in milder words',
  redrawn: 'drawn again',
  notRedrawn: 'could not be drawn again',
  switched: 'made by another model',
} as const;

function renderGate({ id, gate, links }: FilmView): string[] {
  if (gate === null) return [];
  const shown = {
    storyboard: links.storyboard,
    keyframes: `${links.self}/scenes/N/end`,
    clips: `${links.self}/scenes/N/clip`,
  };
  return [
    `waits      for somebody to approve its ${gate} (GET ${shown[gate]})`,
    `next       npx reelwright approve ${id}, or reject ${id} --notes "what is to be different"`,
  ];
}

/** What is missing and why, and what the reader can do about it, each advice once. */
export function renderFaults({ scenes, gaps, error }: FilmView): string[] {
  const causes = gaps.map((gap) => ({ ...gap, ...scenes.find(({ n }) => n === gap.scene)?.error }));
  const missing = causes.map(({ scene, code, message }) => `scene ${scene} is missing: ${oneLine(message)} (${code})`);
  const failed = error === null ? [] : [`error      ${oneLine(error.message)} (${error.code})`];
  const codes = [...causes, ...(error === null ? [] : [error])].map(({ code }) => code);
  const hints = [...new Set(codes)].map((code) => `hint       ${ERROR_GUIDE[code].hint}`);
  return [...missing, ...failed, ...hints];
}

/** Newest first, as they come. */
export function renderTable(films: readonly FilmView[]): string {
  if (films.length === 0) return 'No films';
  const rows = films.map((film) => [
    film.id,
    film.status,
    `${film.progress.clips.done}/${film.progress.clips.total}`,
    `$${shortUsd(film.cost.captured)}`,
    film.createdAt.slice(0, 16).replace('T', ' '),
    oneLine(film.title ?? film.order.prompt ?? '').slice(0, 48),
  ]);
  return toColumns([['ID', 'STATUS', 'CLIPS', 'SPENT', 'ORDERED', 'TITLE'], ...rows]);
}

export function renderTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function renderBar(progress: Progress): string {
  const filled = progress.total === 0 ? 0 : Math.round((progress.done / progress.total) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${renderCount(progress)}`;
}

function renderCount({ total, done, running, failed }: Progress): string {
  const counts = [...(running > 0 ? [`${running} running`] : []), ...(failed > 0 ? [`${failed} failed`] : [])];
  return `${done}/${total === 0 ? '?' : total}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`;
}

function shortUsd(usd: string): string {
  return Number(usd).toFixed(2);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
