import type { EntityManager } from 'typeorm';
import type { FilmRef } from './film-ref';

/** All that ever comes of a forgotten film is of a revision before this one. */
export const FORGOTTEN = 2_147_483_647;

const TABLES = ['units', 'inputs', 'briefs', 'allotments', 'opened_gates', 'drafts', 'refusals'];

/**
 * Drops what a stage keeps of a film, its ledger aside, and lets go of its artifacts: what no other film holds is doomed. The
 * caller holds the film's lock.
 */
export async function forgetFilm(tx: EntityManager, film: FilmRef, folders: readonly string[]): Promise<void> {
  const { filmId } = film;
  // One at a time: two films that are forgotten at once would each see what they share still held by the other.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.forget-film', 0))`);
  // Locked before it is counted: a film that is just taking one over has put its own hold on it by then.
  await tx.query('SELECT 1 FROM takes WHERE film_id = $1 FOR UPDATE', [filmId]);
  const [held] = await tx.query<[{ artifact_key: string }[], number]>(
    'DELETE FROM takes WHERE film_id = $1 RETURNING artifact_key',
    [filmId],
  );
  const keys = held.map(({ artifact_key: key }) => key);
  await doomUnheld(tx, keys, 'takes.artifact_key = doomed.key');
  // Whatever else lies there: answers that were mended, results that nobody could take in.
  await doomUnheld(tx, [...folders.map((folder) => `${folder}/`), ...(await listOrphaned(tx, keys))], IN_FOLDER);
  for (const table of TABLES) await tx.query(`DELETE FROM ${table} WHERE film_id = $1`, [filmId]);
  await tx.query(`DELETE FROM attempts WHERE film_id = $1 AND finished_at IS NOT NULL`, [filmId]);
  await tx.query(`DELETE FROM outbox WHERE film_id = $1 AND sent_at IS NOT NULL`, [filmId]);
  await tx.query(`DELETE FROM inbox WHERE film_id = $1 AND name <> 'film.deleted'`, [filmId]);
}

const IN_FOLDER = 'starts_with(takes.artifact_key, doomed.key)';

// Folders of films that were forgotten before this one, which was the last to hold something of theirs.
async function listOrphaned(tx: EntityManager, keys: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ folder: string }[]>(
    `SELECT DISTINCT regexp_replace(key, '[^/]+$', '') AS folder FROM unnest($1::text[]) AS key
     JOIN cancelled_films ON film_id = split_part(key, '/', 4) WHERE revision = $2`,
    [keys, FORGOTTEN],
  );
  return rows.map(({ folder }) => folder);
}

async function doomUnheld(tx: EntityManager, keys: readonly string[], isHeld: string): Promise<void> {
  await tx.query(
    `INSERT INTO doomed_objects (key) SELECT key FROM unnest($1::text[]) AS doomed (key)
     WHERE NOT EXISTS (SELECT 1 FROM takes WHERE ${isHeld}) ON CONFLICT DO NOTHING`,
    [keys],
  );
}
