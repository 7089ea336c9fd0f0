import type { EntityManager } from 'typeorm';
import type { FilmImages } from '@shared/contracts/film-images';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';
import { keepTake } from '@shared/generation/films/takes';

/** Nobody was asked for them. */
const GIVEN = 'given';

/** What has become of the images, in the place of what was ordered: it is fetched once, also for all later revisions. */
export async function saveImages(tx: EntityManager, { filmId, revision }: FilmRef, images: FilmImages): Promise<void> {
  await tx.query(
    `UPDATE briefs SET brief = jsonb_set(brief, '{spec,images}', $3::jsonb) WHERE film_id = $1 AND revision = $2`,
    [filmId, revision, JSON.stringify(images)],
  );
}

/** Holds the files for as long as this film is there: a fork uses those of the film that it was made from. */
export async function keepImages(tx: EntityManager, film: FilmRef, images: FilmImages | undefined): Promise<void> {
  const artifacts = [...(images?.references ?? []), ...(images?.keyframes ?? [])].flatMap(
    ({ artifact }) => artifact ?? [],
  );
  for (const artifact of artifacts) {
    const unitId = `image/${artifact.sha256}`;
    const take = { unitId, take: 1, inputHash: null, artifact, facts: null, attemptId: GIVEN };
    await keepTake(tx, film, { ...take, fromFilm: film.filmId });
  }
}

/** Names every field whose image cannot be had; null where all can. */
export function findMissingImages({ references, keyframes }: FilmImages): ErrorFacts | null {
  const errors = [...references, ...keyframes].flatMap(({ field, from, fault }) =>
    fault === null ? [] : [{ field, rule: fault, value: from }],
  );
  const [first] = errors;
  if (!first) return null;
  return { code: 'REFERENCE_UNAVAILABLE', message: `${first.field}: ${first.rule}`, details: { errors } };
}
