import type { EntityManager } from 'typeorm';

/** Whose lock a transaction took last. Each has a manager of its own, and lets go of nothing before its end. */
const held = new WeakMap<EntityManager, string>();

// Cancelling and planning for one film take turns, so that nothing is planned behind a cancel's back.
export async function lockFilm(tx: EntityManager, filmId: string): Promise<void> {
  if (held.get(tx) === filmId) return;
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.' || $1, 0))`, [filmId]);
  held.set(tx, filmId);
}
