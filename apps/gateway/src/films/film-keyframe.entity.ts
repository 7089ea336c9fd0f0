import { defineTable } from './define-table';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { SettledStatus } from './film-scene.entity';

export interface FilmKeyframeEntity {
  filmId: string;
  index: number;
  status: SettledStatus;
  artifact: ArtifactRef | null;
  readyAt: Date | null;
  error: ErrorFacts | null;
}

export const filmKeyframeTable = defineTable<FilmKeyframeEntity>({
  name: 'film-keyframe',
  tableName: 'film_keyframes',
  columns: {
    filmId: { type: 'text', name: 'film_id', primary: true },
    index: { type: 'integer', primary: true },
    status: { type: 'text' },
    artifact: { type: 'jsonb', nullable: true },
    readyAt: { type: 'timestamptz', name: 'ready_at', nullable: true },
    error: { type: 'jsonb', nullable: true },
  },
});
