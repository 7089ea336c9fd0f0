import type { FilmState, FilmView } from '@shared/contracts/film';
import { toMicros, toUsd } from '@shared/contracts/money';
import { sumCapturedMicros, sumHeldMicros } from './film-costs';
import { filmLinks } from './film-links';
import { findGate } from './film-gates';
import { buildProgress } from './film-progress';
import type { FilmRecord } from './film-record';
import { toSceneViews } from './scene-view';

export function toFilmView(record: FilmRecord): FilmView {
  const { id, createdAt } = record.film;
  return {
    id,
    object: 'film',
    createdAt: createdAt.toISOString(),
    forkedFrom: record.film.forkedFrom,
    ...toFilmState(record),
    scenes: toSceneViews(record),
  };
}

export function toFilmState(record: FilmRecord): FilmState {
  const { film, attempts } = record;
  const { video, poster, ...links } = filmLinks(film.id);
  return {
    revision: film.revision,
    status: film.status,
    title: film.title,
    order: film.order,
    finishedAt: film.finishedAt?.toISOString() ?? null,
    progress: buildProgress(record),
    cost: {
      estimate: film.estimateMicros === null ? null : toUsd(film.estimateMicros),
      held: toUsd(sumHeldMicros(attempts)),
      captured: toUsd(sumCapturedMicros(attempts)),
      limit: toUsd(toMicros(film.order.budgetUsd)),
    },
    gaps: film.gaps,
    gate: film.status === 'waiting' ? findGate(film) : null,
    videoRevision: film.videoRevision,
    error: film.error,
    links: { ...links, video: film.video && video, poster: film.poster && poster },
  };
}
