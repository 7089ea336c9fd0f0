import type { ServiceName } from '@shared/contracts/events';
import type { Table } from './table';

/** This stage has nothing left in hand of a cancelled film. */
export interface StageCancellationEntity {
  filmId: string;
  stage: ServiceName;
  revision: number;
}

export const stageCancellationTable: Table<StageCancellationEntity> = {
  name: 'stage_cancellations',
  keys: ['filmId', 'stage'],
  columns: {
    filmId: 'text',
    stage: 'text',
    revision: 'integer',
  },
};
