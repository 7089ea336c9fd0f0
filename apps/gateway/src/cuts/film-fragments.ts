import type { EntityManager } from 'typeorm';
import type { Fragment } from '@shared/contracts/cut';
import type { FilmEvent } from '@shared/contracts/events';
import type { TakeRef } from '../films/film.entity';

/** Keeps what can be streamed of one cut of a film that is there. */
export async function keepFragments(tx: EntityManager, { filmId, data }: FilmEvent<'cut.extended'>): Promise<void> {
  const { revision, take = 1, fragments } = data;
  for (const fragment of fragments) {
    await tx.query(
      `INSERT INTO film_fragments (film_id, revision, take, "index", fragment) VALUES ($1, $2, $3, $4, $5::jsonb)
       ON CONFLICT DO NOTHING`,
      [filmId, revision, take, fragment.index, JSON.stringify(fragment)],
    );
  }
}

/** In the order of the film, without a gap. */
export async function loadFragments(
  tx: EntityManager,
  filmId: string,
  { revision, take }: TakeRef,
): Promise<Fragment[]> {
  const rows = await tx.query<{ fragment: Fragment }[]>(
    'SELECT fragment FROM film_fragments WHERE film_id = $1 AND revision = $2 AND take = $3 ORDER BY "index"',
    [filmId, revision, take],
  );
  const fragments = rows.map(({ fragment }) => fragment);
  const gap = fragments.findIndex(({ index }, place) => index !== place);
  return gap === -1 ? fragments : fragments.slice(0, gap);
}
