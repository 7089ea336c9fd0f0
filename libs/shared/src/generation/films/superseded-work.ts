import type { EntityManager } from 'typeorm';
import type { UnitRecipe } from '@shared/contracts/build-order';
import { sqlList } from '@shared/database/sql-list';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from '../attempts/attempt';
import { OPEN_STATUSES } from '../attempts/attempt-state';
import type { FilmRef } from './film-ref';

/** Units of older revisions are left: whatever is still being made for them is made for the newest one, or for nobody. */
export async function supersedeUnits(tx: EntityManager, { filmId, revision }: FilmRef): Promise<void> {
  await tx.query(
    `UPDATE units SET status = 'superseded' WHERE film_id = $1 AND revision < $2 AND status IN ('waiting', 'making')`,
    [filmId, revision],
  );
}

/**
 * Hands an open attempt of an older revision to the unit that now needs the very same. One that was asked to stop is asked to
 * go on; where the provider has stopped it already, its end plans the next attempt.
 */
export async function adoptAttempt(
  tx: EntityManager,
  { filmId, revision }: FilmRef,
  { unit, inputHash }: { unit: UnitRecipe; inputHash: string },
): Promise<Attempt | null> {
  const [rows] = await tx.query<[AttemptRow[], number]>(
    `UPDATE attempts SET revision = $2, unit_n = $3, unit_id = $4, take = $5, cancel_requested = false
     WHERE id = (SELECT id FROM attempts WHERE film_id = $1 AND revision < $2 AND unit_kind = $6 AND input_hash = $7
       AND status IN ${sqlList(OPEN_STATUSES)} ORDER BY submitted_at NULLS LAST LIMIT 1)
     RETURNING ${ATTEMPT_COLUMNS}`,
    [filmId, revision, unit.n, unit.id, unit.take, unit.kind, inputHash],
  );
  return rows[0] ? toAttempt(rows[0]) : null;
}

/** Ids of the open attempts of older revisions that no unit of this one can still turn out to need. */
export async function listUnneeded(
  tx: EntityManager,
  { filmId, revision }: FilmRef,
  awaitedRecipes: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT id FROM attempts WHERE film_id = $1 AND revision < $2 AND NOT cancel_requested
       AND status IN ${sqlList(OPEN_STATUSES)} AND (recipe IS NULL OR recipe <> ALL($3))`,
    [filmId, revision, awaitedRecipes],
  );
  return rows.map(({ id }) => id);
}
