import { defineTable } from './define-table';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { FilmEvent, Gap } from '@shared/contracts/events';
import type { FilmStatus, FilmView, PartStatus } from '@shared/contracts/film';
import type { ErrorFacts } from '@shared/errors/app-error';

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
  /** Facts that came before what they build on; they are applied as soon as that is here. */
  parked: FilmEvent[];
  lastSeq: number;
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
    parked: { type: 'jsonb' },
    lastSeq: { type: 'integer', name: 'last_seq' },
  },
});
