import type { EntityManager } from 'typeorm';

/** Drops all that is kept of a film and remembers that nothing more is wanted of it. */
export async function dropFilm(tx: EntityManager, filmId: string): Promise<void> {
  await tx.query('INSERT INTO deleted_films (film_id) VALUES ($1) ON CONFLICT DO NOTHING', [filmId]);
  for (const table of ['cuts', 'cut_clips', 'tasks'])
    await tx.query(`DELETE FROM ${table} WHERE film_id = $1`, [filmId]);
}

export async function isDeleted(tx: EntityManager, filmId: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>('SELECT 1 FROM deleted_films WHERE film_id = $1', [filmId]);
  return rows.length > 0;
}
