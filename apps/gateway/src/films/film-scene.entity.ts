import type { ArtifactRef } from '@shared/contracts/artifact';
import type { PartStatus, Staleness } from '@shared/contracts/film';
import type { HistoryEntry } from '@shared/contracts/refusals';
import type { Transition } from '@shared/contracts/storyboard';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Table } from './table';

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

export const filmSceneTable: Table<FilmSceneEntity> = {
  name: 'film_scenes',
  keys: ['filmId', 'n'],
  columns: {
    filmId: 'text',
    n: 'integer',
    id: 'text',
    description: 'text',
    seconds: 'integer',
    transition: 'text',
    clipStatus: 'text',
    clip: 'jsonb',
    clipSeconds: 'double precision',
    clipReadyAt: 'timestamptz',
    error: 'jsonb',
    take: 'integer',
    stale: 'jsonb',
    pinned: 'boolean',
    warnings: 'jsonb',
    history: 'jsonb',
  },
};
