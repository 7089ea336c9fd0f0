import { defineTable } from './define-table';
import type { EventData } from '@shared/contracts/events';
import type { UnitKind } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';

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

export const filmAttemptTable = defineTable<FilmAttemptEntity>({
  name: 'film-attempt',
  tableName: 'film_attempts',
  columns: {
    filmId: { type: 'text', name: 'film_id', primary: true },
    id: { type: 'text', primary: true },
    revision: { type: 'integer' },
    operationId: { type: 'text', name: 'operation_id', nullable: true },
    unitKind: { type: 'text', name: 'unit_kind' },
    unitN: { type: 'integer', name: 'unit_n' },
    number: { type: 'integer' },
    provider: { type: 'text' },
    model: { type: 'text' },
    outcome: { type: 'text', nullable: true },
    priceMicros: { type: 'bigint', name: 'price_micros', nullable: true },
    heldMicros: { type: 'bigint', name: 'held_micros' },
    capturedMicros: { type: 'bigint', name: 'captured_micros' },
    error: { type: 'jsonb', nullable: true },
    submittedAt: { type: 'timestamptz', name: 'submitted_at', nullable: true },
    settledAt: { type: 'timestamptz', name: 'settled_at', nullable: true },
  },
});
