import { defineTable } from './define-table';
import type { StreamEvent } from '@shared/contracts/film-stream';

/** The public log of a film. `seq` has no gaps: it is given out under the lock of the film's row. */
export interface FilmEventEntity {
  filmId: string;
  seq: number;
  event: StreamEvent;
}

export const filmEventTable = defineTable<FilmEventEntity>({
  name: 'film-event',
  tableName: 'film_events',
  columns: {
    filmId: { type: 'text', name: 'film_id', primary: true },
    seq: { type: 'integer', primary: true },
    event: { type: 'jsonb' },
  },
});
