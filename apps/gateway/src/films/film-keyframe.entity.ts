import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Staleness } from '@shared/contracts/film';
import type { SettledStatus } from './film-scene.entity';
import type { Table } from './table';

export interface FilmKeyframeEntity {
  filmId: string;
  index: number;
  unitId: string | null;
  status: SettledStatus;
  artifact: ArtifactRef | null;
  readyAt: Date | null;
  error: ErrorFacts | null;
  take: number;
  /** Why what it had is not what it has to be; null once it is, or where it never had anything. */
  stale: Staleness | null;
  /** Its answer was chosen by hand. */
  pinned: boolean;
}

export const filmKeyframeTable: Table<FilmKeyframeEntity> = {
  name: 'film_keyframes',
  keys: ['filmId', 'index'],
  columns: {
    filmId: 'text',
    index: 'integer',
    unitId: 'text',
    status: 'text',
    artifact: 'jsonb',
    readyAt: 'timestamptz',
    error: 'jsonb',
    take: 'integer',
    stale: 'jsonb',
    pinned: 'boolean',
  },
};
