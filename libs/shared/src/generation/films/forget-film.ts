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
  const [held] = await tx.query<[{ key: string; sound: string | null }[], number]>(
    `DELETE FROM takes WHERE film_id = $1 RETURNING artifact_key AS key, facts->'sound'->>'key' AS sound`,
    [filmId],
  );
  const keys = held.map(({ key }) => key);
  const sounds = held.flatMap(({ key, sound }) => (sound === null ? [] : [{ key: sound, heldBy: key }]));
  await doomUnheld(tx, [...keys.map((key) => ({ key, heldBy: key })), ...sounds], 'takes.artifact_key = held_by');
  // Whatever else lies there: answers that were mended, results that nobody could take in.
  const places = [...folders.map((folder) => `${folder}/`), ...(await listOrphaned(tx, keys))];
  await doomUnheld(
    tx,
    places.map((key) => ({ key, heldBy: key })),
    'starts_with(takes.artifact_key, held_by)',
  );
  for (const table of TABLES) await tx.query(`DELETE FROM ${table} WHERE film_id = $1`, [filmId]);
  await tx.query(`DELETE FROM attempts WHERE film_id = $1 AND finished_at IS NOT NULL`, [filmId]);
  await tx.query(`DELETE FROM outbox WHERE film_id = $1 AND sent_at IS NOT NULL`, [filmId]);
  await tx.query(`DELETE FROM inbox WHERE film_id = $1 AND name <> 'film.deleted'`, [filmId]);
}

// Folders of films that were forgotten before this one, which was the last to hold something of theirs.
async function listOrphaned(tx: EntityManager, keys: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ folder: string }[]>(
    `SELECT DISTINCT regexp_replace(key, '[^/]+$', '') AS folder FROM unnest($1::text[]) AS key
     JOIN cancelled_films ON film_id = split_part(key, '/', 4) WHERE revision = $2`,
    [keys, FORGOTTEN],
  );
  return rows.map(({ folder }) => folder);
}

interface Doomed {
  key: string;
  /** The artifact that keeps it, or the folder of those. */
  heldBy: string;
}

async function doomUnheld(tx: EntityManager, doomed: readonly Doomed[], isHeld: string): Promise<void> {
  await tx.query(
    `INSERT INTO doomed_objects (key) SELECT key FROM unnest($1::text[], $2::text[]) AS doomed (key, held_by)
     WHERE NOT EXISTS (SELECT 1 FROM takes WHERE ${isHeld}) ON CONFLICT DO NOTHING`,
    [doomed.map(({ key }) => key), doomed.map(({ heldBy }) => heldBy)],
  );
}
