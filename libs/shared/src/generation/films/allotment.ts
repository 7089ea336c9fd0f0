import type { EntityManager } from 'typeorm';
import { type Micros, toUsd } from '@shared/contracts/money';
import { AppError } from '@shared/errors/app-error';
import type { Attempt } from '../attempts/attempt';
import { HOLDING_STATUSES } from '../attempts/attempt-state';
import type { FilmRef } from './film-ref';

export interface AllotmentState {
  limitMicros: Micros;
  heldMicros: Micros;
  capturedMicros: Micros;
}

/** What this stage may spend on a film, all its revisions together, from this revision on. Saying it again changes nothing. */
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

/** What it may spend on this revision turns out to be less: the rest is for other stages. */
export async function limitAllotment(
  tx: EntityManager,
  { filmId, revision }: Pick<FilmRef, 'filmId' | 'revision'>,
  limitMicros: Micros,
): Promise<void> {
  await tx.query('UPDATE allotments SET limit_micros = $3 WHERE film_id = $1 AND revision = $2', [
    filmId,
    revision,
    limitMicros,
  ]);
}

/** The caller holds the film's lock, behind which holds queue up: however many workers ask at once, the sum never passes the limit. */
export async function loadAllotment(tx: EntityManager, { filmId }: Attempt): Promise<AllotmentState> {
  const [allotment] = await tx.query<AllotmentState[]>(
    `SELECT limit_micros AS "limitMicros", held AS "heldMicros", captured AS "capturedMicros"
     FROM allotments, (
       SELECT coalesce(sum(price_micros) FILTER (WHERE status = ANY($2)), 0)::bigint AS held,
              coalesce(sum(captured_micros), 0)::bigint AS captured
       FROM attempts WHERE film_id = $1) AS sums
     WHERE film_id = $1 ORDER BY revision DESC LIMIT 1`,
    [filmId, HOLDING_STATUSES],
  );
  if (!allotment) throw new Error(`film ${filmId} has no allotment in this stage`);
  return allotment;
}

/** A line of nothing: what was not bought, and where it came from. */
export async function recordReuse(
  tx: EntityManager,
  { filmId, revision }: FilmRef,
  { unitId, attemptId, fromFilm }: { unitId: string; attemptId: string; fromFilm: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO ledger (attempt_id, film_id, change, micros, revision, unit_id, from_film)
     VALUES ($1, $2, 'reuse', 0, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [attemptId, filmId, revision, unitId, fromFilm],
  );
}

/** What is spent, what more was asked for, and what the most is: dollars, as a user reads them. */
export function buildBudgetError(message: string, sums: Record<'current' | 'estimate' | 'limit', Micros>): AppError {
  const { current, estimate, limit } = sums;
  const details = { currentUsd: toUsd(current), estimateUsd: toUsd(estimate), limitUsd: toUsd(limit) };
  return new AppError('BUDGET_EXCEEDED', message, { details });
}

type LedgerChange = 'hold' | 'release' | 'capture';

export async function recordInLedger(
  tx: EntityManager,
  attempt: Attempt,
  changes: Partial<Record<LedgerChange, Micros>>,
): Promise<void> {
  await tx.query(
    `INSERT INTO ledger (attempt_id, film_id, change, micros)
     SELECT $1, $2, change, micros FROM unnest($3::text[], $4::bigint[]) WITH ORDINALITY AS changes (change, micros, place) ORDER BY place`,
    [attempt.id, attempt.filmId, Object.keys(changes), Object.values(changes)],
  );
}
