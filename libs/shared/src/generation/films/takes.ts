import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ClipFacts } from '@shared/contracts/unit';
import type { FilmRef } from './film-ref';

/** An artifact that a film holds as an answer of one of its units. */
export interface Take {
  unitId: string;
  take: number;
  /** null for what nobody could ask for by its inputs: a user's own storyboard. */
  inputHash: string | null;
  artifact: ArtifactRef;
  facts: ClipFacts | null;
  attemptId: string;
  /** The film for which it was bought. */
  fromFilm: string;
}

export async function keepTake(tx: EntityManager, film: FilmRef, take: Take): Promise<void> {
  await tx.query(
    `INSERT INTO takes (film_id, tenant_id, revision, unit_id, take, input_hash, artifact_key, artifact, facts, attempt_id, from_film)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11)
     ON CONFLICT (film_id, unit_id, artifact_key) DO UPDATE SET input_hash = coalesce(takes.input_hash, excluded.input_hash)`,
    [
      ...[film.filmId, film.tenantId, film.revision, take.unitId, take.take, take.inputHash, take.artifact.key],
      ...[JSON.stringify(take.artifact), take.facts && JSON.stringify(take.facts), take.attemptId, take.fromFilm],
    ],
  );
}

/**
 * What the tenant has for these inputs, the film's own first. It is locked: a film that holds it cannot be forgotten before
 * this transaction has put a hold of its own on it.
 */
export async function findTake(
  tx: EntityManager,
  { filmId, tenantId }: FilmRef,
  inputHash: string,
): Promise<Take | null> {
  const [take] = await tx.query<Take[]>(
    `SELECT unit_id AS "unitId", take, input_hash AS "inputHash", artifact, facts, attempt_id AS "attemptId", from_film AS "fromFilm"
     FROM takes WHERE tenant_id = $1 AND input_hash = $2 ORDER BY film_id = $3 DESC, at LIMIT 1 FOR SHARE`,
    [tenantId, inputHash, filmId],
  );
  return take ?? null;
}
