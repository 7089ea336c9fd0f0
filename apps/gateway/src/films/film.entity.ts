import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Pin } from '@shared/contracts/build-order';
import type { Models } from '@shared/contracts/models';
import type { CutFile, CutScene } from '@shared/contracts/cut';
import type { FilmEvent, Gap } from '@shared/contracts/events';
import type { FilmStatus, FilmView, PartStatus } from '@shared/contracts/film';
import type { Gate } from '@shared/contracts/gates';
import type { Spec } from '@shared/contracts/order';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Table } from './table';

/** What a revision is made from, and what was decided about it. */
export interface FilmBuild {
  spec: Spec;
  /** null until the planner has written one. */
  storyboard: ArtifactRef | null;
  takes: Record<string, number>;
  notes: Record<string, string>;
  pins: Record<string, Pin>;
  models: Models | null;
  openGates: Gate[];
}

/** One cut among those of a film. */
export interface TakeRef {
  revision: number;
  take: number;
}

/** The film as the gateway knows it: the order, and what the facts heard so far have made of it. */
export interface FilmEntity {
  id: string;
  tenantId: string;
  revision: number;
  status: FilmStatus;
  title: string | null;
  order: FilmView['order'];
  createdAt: Date;
  finishedAt: Date | null;
  storyboardStatus: PartStatus;
  cutStatus: PartStatus;
  estimateMicros: number | null;
  gaps: Gap[];
  error: ErrorFacts | null;
  video: ArtifactRef | null;
  poster: ArtifactRef | null;
  /** The revision that video and poster show: an older one while a newer one is made. */
  videoRevision: number | null;
  /** The cut that was asked for last; null as long as that is the first of its revision. */
  cutTake: TakeRef | null;
  /** Files of the cut that video and poster are of. */
  files: Partial<Record<CutFile, ArtifactRef>>;
  /** Where its scenes lie in it. */
  cutScenes: CutScene[];
  /** The cut that can be streamed, and whether that has an end already. */
  stream: (TakeRef & { isWhole: boolean }) | null;
  /** What this revision is made from; null for films from before there were revisions. */
  build: FilmBuild | null;
  forkedFrom: string | null;
  /** Its user has deleted it; it stays until no fork needs it to begin. */
  deletedAt: Date | null;
  /** Facts that came before what they build on; they are applied as soon as that is here. */
  parked: FilmEvent[];
  lastSeq: number;
}

export const filmTable: Table<FilmEntity> = {
  name: 'films',
  keys: ['id'],
  columns: {
    id: 'text',
    tenantId: 'text',
    revision: 'integer',
    status: 'text',
    title: 'text',
    order: 'jsonb',
    createdAt: 'timestamptz',
    finishedAt: 'timestamptz',
    storyboardStatus: 'text',
    cutStatus: 'text',
    estimateMicros: 'bigint',
    gaps: 'jsonb',
    error: 'jsonb',
    video: 'jsonb',
    poster: 'jsonb',
    videoRevision: 'integer',
    cutTake: 'jsonb',
    files: 'jsonb',
    cutScenes: 'jsonb',
    stream: 'jsonb',
    build: 'jsonb',
    forkedFrom: 'text',
    deletedAt: 'timestamptz',
    parked: 'jsonb',
    lastSeq: 'integer',
  },
};
