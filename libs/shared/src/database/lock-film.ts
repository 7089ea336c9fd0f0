import type { EntityManager } from 'typeorm';

// Cancelling and planning for one film take turns, so that nothing is planned behind a cancel's back.
export async function lockFilm(tx: EntityManager, filmId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.' || $1, 0))`, [filmId]);
}
