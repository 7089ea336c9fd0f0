import { defineTable } from './define-table';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { PartStatus, Staleness } from '@shared/contracts/film';
import type { HistoryEntry } from '@shared/contracts/refusals';
import type { Transition } from '@shared/contracts/storyboard';
import type { ErrorFacts } from '@shared/errors/app-error';

/** What is settled of a unit: that it runs is read from its attempts. */
export type SettledStatus = Exclude<PartStatus, 'running'>;

export interface FilmSceneEntity {
  filmId: string;
  n: number;
  /** Stays with the scene when it is moved. */
  id: string;
  description: string;
  seconds: number;
  transition: Transition;
  clipStatus: SettledStatus;
  clip: ArtifactRef | null;
  clipSeconds: number | null;
  clipReadyAt: Date | null;
  error: ErrorFacts | null;
  take: number;
  /** Why what it had is not what it has to be; null once it is, or where it never had anything. */
  stale: Staleness | null;
  /** Its answer was chosen by hand. */
  pinned: boolean;
  /** What could not be done as it was ordered. */
  warnings: string[];
  /** What was refused, and what was tried then. */
  history: HistoryEntry[];
}

export const filmSceneTable = defineTable<FilmSceneEntity>({
  name: 'film-scene',
  tableName: 'film_scenes',
  columns: {
    filmId: { type: 'text', name: 'film_id', primary: true },
    n: { type: 'integer', primary: true },
    id: { type: 'text' },
    description: { type: 'text' },
    seconds: { type: 'integer' },
    transition: { type: 'text' },
    clipStatus: { type: 'text', name: 'clip_status' },
    clip: { type: 'jsonb', nullable: true },
    clipSeconds: { type: 'double precision', name: 'clip_seconds', nullable: true },
    clipReadyAt: { type: 'timestamptz', name: 'clip_ready_at', nullable: true },
    error: { type: 'jsonb', nullable: true },
    take: { type: 'integer' },
    stale: { type: 'jsonb', nullable: true },
    pinned: { type: 'boolean' },
    warnings: { type: 'jsonb' },
    history: { type: 'jsonb' },
  },
});
