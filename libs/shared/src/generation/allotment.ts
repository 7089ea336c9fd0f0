import type { EntityManager } from 'typeorm';
import type { Micros } from '@shared/contracts/money';
import type { Attempt } from './attempt';
import { HOLDING_STATUSES } from './attempt-state';

export interface AllotmentState {
  limitMicros: Micros;
  heldMicros: Micros;
  capturedMicros: Micros;
}

/** What this stage may spend on a revision of a film. Saying it again changes nothing. */
export async function openAllotment(
  tx: EntityManager,
  filmId: string,
  revision: number,
  limitMicros: Micros,
): Promise<void> {
  await tx.query(
    'INSERT INTO allotments (film_id, revision, limit_micros) VALUES ($1, $2, $3) ON CONFLICT (film_id, revision) DO NOTHING',
    [filmId, revision, limitMicros],
  );
}

// The row lock makes holds of one film queue up: however many workers ask at once, the sum never passes the limit.
export async function lockAllotment(tx: EntityManager, { filmId, revision }: Attempt): Promise<AllotmentState> {
  const [allotment] = await tx.query<{ limit_micros: number }[]>(
    'SELECT limit_micros FROM allotments WHERE film_id = $1 AND revision = $2 FOR UPDATE',
    [filmId, revision],
  );
  if (!allotment) throw new Error(`film ${filmId} revision ${revision} has no allotment in this stage`);
  const [sums] = await tx.query<[{ held: number; captured: number }]>(
    `SELECT coalesce(sum(price_micros) FILTER (WHERE status = ANY($3)), 0)::bigint AS held,
            coalesce(sum(captured_micros), 0)::bigint AS captured
     FROM attempts WHERE film_id = $1 AND revision = $2`,
    [filmId, revision, HOLDING_STATUSES],
  );
  return { limitMicros: allotment.limit_micros, heldMicros: sums.held, capturedMicros: sums.captured };
}

type LedgerChange = 'hold' | 'release' | 'capture';

export async function recordInLedger(
  tx: EntityManager,
  attempt: Attempt,
  change: LedgerChange,
  micros: Micros,
): Promise<void> {
  await tx.query('INSERT INTO ledger (attempt_id, film_id, change, micros) VALUES ($1, $2, $3, $4)', [
    attempt.id,
    attempt.filmId,
    change,
    micros,
  ]);
}
