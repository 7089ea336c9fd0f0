import type { ModelKind } from '@shared/contracts/models';
import type { FilmView } from '@shared/contracts/film';
import { DEFAULT_PORT } from '../process/hold-port';
import type { Maker } from '../provider/list-makers';

/** A port that nobody asked for is explained. */
export function describeAddress(url: string, wantedPort: number | null): string {
  const isElsewhere = wantedPort === null && new URL(url).port !== String(DEFAULT_PORT);
  return `Reelwright is at ${url}${isElsewhere ? ` (port ${DEFAULT_PORT} is taken by something else)` : ''}`;
}

export function describeSimulator(): string {
  return [
    'No key of a vendor is set: text, pictures and clips all come from the built-in simulator. They are drawings, and cost nothing.',
    'For real ones, which cost money: GEMINI_API_KEY=… npm start -- "your prompt"',
  ].join('\n');
}

const PARTS: Record<ModelKind, string> = { text: 'text', image: 'pictures', video: 'clips' };

export function describeMakers(makers: readonly Maker[]): string {
  const parts = makers.map(({ kind, model, vendor }) => `${PARTS[kind]} by ${model} (${vendor})`);
  return `Nothing is simulated, and films cost what these ask: ${parts.join(', ')}.`;
}

export function describeServing(url: string, dataDir: string): string {
  return [`API:  ${url}/v1/films`, `Docs: ${url}/docs`, `Serving until Ctrl-C; everything is kept in ${dataDir}`].join(
    '\n',
  );
}

export function describeUnfinished(film: FilmView): string {
  return `Unfinished, goes on by itself: ${nameOf(film)} (${film.id})`;
}

/** What became of a film that has ended. */
export function describeEnd(film: FilmView): string {
  const { done, total } = film.progress.clips;
  switch (film.status) {
    case 'succeeded':
      return `${nameOf(film)} is finished.`;
    case 'partial':
      return `${nameOf(film)} is finished with ${done} of ${total} clips. ${film.gaps.map(({ scene, message }) => `Scene ${scene}: ${message}.`).join(' ')}`;
    case 'cancelled':
      return `${nameOf(film)} was cancelled.`;
    default:
      return `${nameOf(film)} failed: ${film.error === null ? 'no reason is known' : `${film.error.message} (${film.error.code})`}`;
  }
}

function nameOf({ title, order, id }: FilmView): string {
  return title ?? order.prompt ?? id;
}
