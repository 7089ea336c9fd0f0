import type { EntityManager } from 'typeorm';
import { type Gate, gatesOf } from '@shared/contracts/gates';
import type { Spec } from '@shared/contracts/order';
import type { FilmRef } from './film-ref';

export async function openGate(tx: EntityManager, { filmId, revision }: FilmRef, gate: Gate): Promise<void> {
  await tx.query('INSERT INTO opened_gates (film_id, revision, gate) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    filmId,
    revision,
    gate,
  ]);
}

/** Whether a revision waits at a gate. One that was opened for an earlier revision stays open: its brief says so. */
export async function isGateClosed(
  tx: EntityManager,
  { filmId, revision }: FilmRef,
  { gate, spec, openGates }: { gate: Gate; spec: Spec; openGates: readonly Gate[] },
): Promise<boolean> {
  if (!gatesOf(spec).includes(gate) || openGates.includes(gate)) return false;
  const rows = await tx.query<unknown[]>(
    'SELECT 1 FROM opened_gates WHERE film_id = $1 AND revision = $2 AND gate = $3',
    [filmId, revision, gate],
  );
  return rows.length === 0;
}
