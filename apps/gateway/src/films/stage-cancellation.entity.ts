import { defineTable } from './define-table';
import type { ServiceName } from '@shared/contracts/events';

/** This stage has nothing left in hand of a cancelled film. */
export interface StageCancellationEntity {
  filmId: string;
  stage: ServiceName;
  revision: number;
}

export const stageCancellationTable = defineTable<StageCancellationEntity>({
  name: 'stage-cancellation',
  tableName: 'stage_cancellations',
  columns: {
    filmId: { type: 'text', name: 'film_id', primary: true },
    stage: { type: 'text', primary: true },
    revision: { type: 'integer' },
  },
});
