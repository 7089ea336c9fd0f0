import { defineTable } from './define-table';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Pin } from '@shared/contracts/build-order';
import type { Models } from '@shared/contracts/models';
import type { CutFile, CutScene } from '@shared/contracts/cut';
import type { FilmEvent, Gap } from '@shared/contracts/events';
import type { FilmStatus, FilmView, PartStatus } from '@shared/contracts/film';
import type { Gate } from '@shared/contracts/gates';
import type { Spec } from '@shared/contracts/order';
import type { ErrorFacts } from '@shared/errors/app-error';

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
  /** When it was heard of last, and how often it was asked for since: only written with a film, and never read with it. */
  heardAt?: Date;
  resyncs?: number;
}

export const filmTable = defineTable<FilmEntity>({
  name: 'film',
  tableName: 'films',
  columns: {
    id: { type: 'text', primary: true },
    tenantId: { type: 'text', name: 'tenant_id' },
    revision: { type: 'integer' },
    status: { type: 'text' },
    title: { type: 'text', nullable: true },
    order: { type: 'jsonb' },
    createdAt: { type: 'timestamptz', name: 'created_at' },
    finishedAt: { type: 'timestamptz', name: 'finished_at', nullable: true },
    storyboardStatus: { type: 'text', name: 'storyboard_status' },
    cutStatus: { type: 'text', name: 'cut_status' },
    estimateMicros: { type: 'bigint', name: 'estimate_micros', nullable: true },
    gaps: { type: 'jsonb' },
    error: { type: 'jsonb', nullable: true },
    video: { type: 'jsonb', nullable: true },
    poster: { type: 'jsonb', nullable: true },
    videoRevision: { type: 'integer', name: 'video_revision', nullable: true },
    cutTake: { type: 'jsonb', name: 'cut_take', nullable: true },
    files: { type: 'jsonb' },
    cutScenes: { type: 'jsonb', name: 'cut_scenes' },
    stream: { type: 'jsonb', nullable: true },
    build: { type: 'jsonb', nullable: true },
    forkedFrom: { type: 'text', name: 'forked_from', nullable: true },
    deletedAt: { type: 'timestamptz', name: 'deleted_at', nullable: true },
    parked: { type: 'jsonb' },
    lastSeq: { type: 'integer', name: 'last_seq' },
    heardAt: { type: 'timestamptz', name: 'heard_at', select: false },
    resyncs: { type: 'integer', select: false },
  },
});
