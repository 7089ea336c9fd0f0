import { type CreateFilm, toSpec } from '@shared/contracts/order';
import { toUsd } from '@shared/contracts/money';
import type { FilmView } from '@shared/contracts/film';
import { FIRST_FILM_STATUS } from './film-state';
import type { FilmChange } from './film-steps';
import { tellSteps } from './tell-steps';
import type { FilmRecord } from './film-record';

interface NewFilm {
  filmId: string;
  tenantId: string;
  order: CreateFilm;
  createdAt: Date;
}

/** A film that was ordered this moment, with the first event of its stream. */
export function buildFilm({ filmId, tenantId, order, createdAt }: NewFilm): FilmChange {
  const film = {
    id: filmId,
    tenantId,
    revision: 1,
    status: FIRST_FILM_STATUS,
    title: null,
    order: toOrderView(order),
    createdAt,
    finishedAt: null,
    storyboardStatus: 'pending' as const,
    cutStatus: 'pending' as const,
    estimateMicros: null,
    gaps: [],
    error: null,
    video: null,
    poster: null,
    parked: [],
    lastSeq: 0,
  };
  const record: FilmRecord = { film, scenes: [], keyframes: [], attempts: [], cancelledStages: [] };
  return tellSteps(record, [{ name: 'film.created', record }], createdAt.toISOString());
}

function toOrderView(order: CreateFilm): FilmView['order'] {
  const { budgetMicros, ...spec } = toSpec(order);
  return { prompt: order.prompt ?? null, ...spec, budgetUsd: toUsd(budgetMicros), metadata: order.metadata };
}
