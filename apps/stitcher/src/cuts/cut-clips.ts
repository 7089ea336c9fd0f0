import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ClipFacts } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';

/** What became of one scene: a clip, or the reason why there is none. */
export interface CutClip {
  scene: number;
  artifact: ArtifactRef | null;
  facts: ClipFacts | null;
  error: ErrorFacts | null;
}

/** The first word on a scene stands. */
export async function saveClip(tx: EntityManager, film: FilmRef, clip: CutClip): Promise<void> {
  await tx.query(
    `INSERT INTO cut_clips (film_id, revision, scene, artifact, facts, error)
     VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6::jsonb) ON CONFLICT DO NOTHING`,
    [film.filmId, film.revision, clip.scene, toJson(clip.artifact), toJson(clip.facts), toJson(clip.error)],
  );
}

/** In the order of the film. */
export async function listClips(tx: EntityManager, film: FilmRef): Promise<CutClip[]> {
  return tx.query<CutClip[]>(
    'SELECT scene, artifact, facts, error FROM cut_clips WHERE film_id = $1 AND revision = $2 ORDER BY scene',
    [film.filmId, film.revision],
  );
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
