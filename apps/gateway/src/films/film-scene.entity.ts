import { defineTable } from './define-table';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { PartStatus } from '@shared/contracts/film';
import type { Transition } from '@shared/contracts/storyboard';
import type { ErrorFacts } from '@shared/errors/app-error';

/** What is settled of a unit: that it runs is read from its attempts. */
export type SettledStatus = Exclude<PartStatus, 'running'>;

export interface FilmSceneEntity {
  filmId: string;
  n: number;
  description: string;
  seconds: number;
  transition: Transition;
  clipStatus: SettledStatus;
  clip: ArtifactRef | null;
  clipSeconds: number | null;
  clipReadyAt: Date | null;
  error: ErrorFacts | null;
}

export const filmSceneTable = defineTable<FilmSceneEntity>({
  name: 'film-scene',
  tableName: 'film_scenes',
  columns: {
    filmId: { type: 'text', name: 'film_id', primary: true },
    n: { type: 'integer', primary: true },
    description: { type: 'text' },
    seconds: { type: 'integer' },
    transition: { type: 'text' },
    clipStatus: { type: 'text', name: 'clip_status' },
    clip: { type: 'jsonb', nullable: true },
    clipSeconds: { type: 'double precision', name: 'clip_seconds', nullable: true },
    clipReadyAt: { type: 'timestamptz', name: 'clip_ready_at', nullable: true },
    error: { type: 'jsonb', nullable: true },
  },
});
