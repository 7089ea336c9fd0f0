import type { EntityManager } from 'typeorm';
import type { UnitKind } from '@shared/contracts/unit';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from './attempt';
import { OPEN_STATUSES } from './attempt-state';

/** The newest attempt of a film at what is made from these inputs, whichever scene it is for, and whether it is still under way. */
export async function findLastAttempt(
  tx: EntityManager,
  { filmId, kind, inputHash }: { filmId: string; kind: UnitKind; inputHash: string },
): Promise<(Attempt & { isOpen: boolean }) | null> {
  const [row] = await tx.query<AttemptRow[]>(
    `SELECT ${ATTEMPT_COLUMNS} FROM attempts WHERE film_id = $1 AND unit_kind = $2 AND input_hash = $3
     ORDER BY revision DESC, created_at DESC, number DESC LIMIT 1`,
    [filmId, kind, inputHash],
  );
  if (!row) return null;
  return { ...toAttempt(row), isOpen: OPEN_STATUSES.some((open) => open === row.status) };
}
