import { defineTable } from './define-table';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Staleness } from '@shared/contracts/film';
import type { SettledStatus } from './film-scene.entity';

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

export const filmKeyframeTable = defineTable<FilmKeyframeEntity>({
  name: 'film-keyframe',
  tableName: 'film_keyframes',
  columns: {
    filmId: { type: 'text', name: 'film_id', primary: true },
    index: { type: 'integer', primary: true },
    unitId: { type: 'text', name: 'unit_id', nullable: true },
    status: { type: 'text' },
    artifact: { type: 'jsonb', nullable: true },
    readyAt: { type: 'timestamptz', name: 'ready_at', nullable: true },
    error: { type: 'jsonb', nullable: true },
    take: { type: 'integer' },
    stale: { type: 'jsonb', nullable: true },
    pinned: { type: 'boolean' },
  },
});
