import type { EventData } from '@shared/contracts/events';
import type { UnitKind } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Table } from './table';

export type AttemptOutcome = EventData<'attempt.settled'>['outcome'];

/** One purchase as its stage told it. `outcome` is null while it is open. */
export interface FilmAttemptEntity {
  filmId: string;
  id: string;
  /** The newest revision that it was for. */
  revision: number;
  unitKind: UnitKind;
  unitN: number;
  number: number;
  provider: string;
  model: string;
  operationId: string | null;
  outcome: AttemptOutcome | null;
  /** The price that was held when it was sent; null while only its end is known. */
  priceMicros: number | null;
  heldMicros: number;
  capturedMicros: number;
  error: ErrorFacts | null;
  submittedAt: Date | null;
  settledAt: Date | null;
}

export const filmAttemptTable: Table<FilmAttemptEntity> = {
  name: 'film_attempts',
  keys: ['filmId', 'id'],
  columns: {
    filmId: 'text',
    id: 'text',
    revision: 'integer',
    operationId: 'text',
    unitKind: 'text',
    unitN: 'integer',
    number: 'integer',
    provider: 'text',
    model: 'text',
    outcome: 'text',
    priceMicros: 'bigint',
    heldMicros: 'bigint',
    capturedMicros: 'bigint',
    error: 'jsonb',
    submittedAt: 'timestamptz',
    settledAt: 'timestamptz',
  },
};
