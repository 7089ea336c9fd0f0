import type { ArtifactRef } from '@shared/contracts/artifact';
import { type CreateFilm, type Spec, toSpec } from '@shared/contracts/order';
import { type Models, toModelLists } from '@shared/contracts/models';
import { toUsd } from '@shared/contracts/money';
import { type FilmView, orderViewSchema } from '@shared/contracts/film';
import { FIRST_FILM_STATUS } from './film-state';
import type { FilmChange } from './film-steps';
import { tellSteps } from './tell-steps';
import type { FilmRecord } from './film-record';

interface NewFilm {
  filmId: string;
  tenantId: string;
  order: CreateFilm;
  createdAt: Date;
  /** As it travels: with the artifacts of what the order names. */
  spec?: Spec;
  /** Its user's own. */
  storyboard?: ArtifactRef | null;
  models?: Models | null;
}

/** A film that was ordered this moment, with the first event of its stream. */
export function buildFilm({ filmId, tenantId, order, createdAt, ...given }: NewFilm): FilmChange {
  const { spec = toSpec(order), storyboard = null, models = null } = given;
  const film = {
    id: filmId,
    tenantId,
    revision: 1,
    status: FIRST_FILM_STATUS,
    title: null,
    order: toOrderView(order, models, spec.sceneSeconds),
    createdAt,
    finishedAt: null,
    storyboardStatus: 'pending' as const,
    cutStatus: 'pending' as const,
    estimateMicros: null,
    gaps: [],
    error: null,
    video: null,
    poster: null,
    videoRevision: null,
    cutTake: null,
    files: {},
    cutScenes: [],
    stream: null,
    build: { spec, storyboard, takes: {}, notes: {}, pins: {}, models, openGates: [] },
    forkedFrom: null,
    deletedAt: null,
    parked: [],
    lastSeq: 0,
  };
  const record: FilmRecord = { film, scenes: [], keyframes: [], attempts: [], cancelledStages: [] };
  return tellSteps(record, [{ name: 'film.created', record }], createdAt.toISOString());
}

function toOrderView(order: CreateFilm, models: Models | null, sceneSeconds: number): FilmView['order'] {
  const { budgetMicros, ...spec } = toSpec(order, { sceneSeconds });
  const { prompt = null, metadata, references, keyframes } = order;
  const given = { references, keyframes, prompt, metadata, models: models && toModelLists(models) };
  return orderViewSchema.parse({ ...spec, ...given, budgetUsd: toUsd(budgetMicros) });
}
