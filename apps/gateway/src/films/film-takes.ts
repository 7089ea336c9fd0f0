import type { EntityManager } from 'typeorm';
import type { Answer } from '@shared/contracts/build-order';
import type { Origin } from '@shared/contracts/event-shapes';
import type { FilmEvent } from '@shared/contracts/events';
import type { UnitKind } from '@shared/contracts/unit';

/** Something that was made for a unit of a film, or taken over by it. */
export interface FilmTake {
  unitId: string;
  take: number;
  /** The first revision that had it. */
  revision: number;
  inputHash: string | null;
  answer: Answer;
  at: Date;
}

/** Keeps what a unit was answered with; where nothing was bought for it, also that, as a line of nothing. */
export async function keepAnswer(
  tx: EntityManager,
  fact: FilmEvent<'keyframe.ready'> | FilmEvent<'clip.ready'>,
): Promise<void> {
  const { filmId, tenantId, data, occurredAt: at } = fact;
  const { unitId, take = 1, inputHash = null, artifact, attemptId, from = filmId, origin = 'bought', revision } = data;
  if (unitId === undefined) return;
  const facts = fact.name === 'clip.ready' ? fact.data.facts : null;
  const answer = { artifact, facts, attemptId, filmId: from };
  await insertTake(tx, { filmId, tenantId }, { unitId, take, revision, inputHash, answer, at: new Date(at) });
  if (origin === 'bought') return;
  const unit =
    fact.name === 'clip.ready' ? { kind: 'clip', n: fact.data.scene } : { kind: 'keyframe', n: fact.data.index };
  await tx.query(
    `INSERT INTO film_reuses (film_id, revision, unit_id, unit_kind, unit_n, origin, from_film, attempt_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [filmId, revision, unitId, unit.kind, unit.n, origin, from, attemptId, at],
  );
}

/** Keeps what came too late for its revision. */
export async function keepResult(tx: EntityManager, fact: FilmEvent<'take.kept'>): Promise<void> {
  const { filmId, tenantId, data, occurredAt } = fact;
  const { unitId, take, inputHash, artifact, facts, attemptId } = data;
  const answer = { artifact, facts, attemptId, filmId };
  const at = new Date(occurredAt);
  await insertTake(tx, { filmId, tenantId }, { unitId, take, revision: 0, inputHash, answer, at });
}

/** A unit for which a revision had to buy nothing. */
export interface FilmReuse {
  id: string;
  revision: number;
  unitKind: UnitKind;
  unitN: number;
  origin: Origin;
  /** The film for which it was bought. */
  from: string;
  attemptId: string;
  at: Date;
}

export async function listReuses(manager: EntityManager, filmId: string): Promise<FilmReuse[]> {
  return manager.query<FilmReuse[]>(
    `SELECT unit_id AS id, revision, unit_kind AS "unitKind", unit_n AS "unitN", origin, from_film AS "from",
       attempt_id AS "attemptId", at FROM film_reuses WHERE film_id = $1 ORDER BY revision, unit_kind DESC, unit_n`,
    [filmId],
  );
}

const COLUMNS = 'unit_id AS "unitId", take, revision, input_hash AS "inputHash", answer, at';

/** All takes of a film, the oldest first. */
export async function listFilmTakes(manager: EntityManager, filmId: string): Promise<FilmTake[]> {
  return manager.query<FilmTake[]>(`SELECT ${COLUMNS} FROM film_takes WHERE film_id = $1 ORDER BY at, artifact_key`, [
    filmId,
  ]);
}

/** What the tenant has for these inputs, in whatever film. */
export async function findByInputs(
  manager: EntityManager,
  tenantId: string,
  inputHashes: readonly string[],
): Promise<Map<string, Answer>> {
  const rows = await manager.query<{ inputHash: string; answer: Answer }[]>(
    `SELECT DISTINCT ON (input_hash) input_hash AS "inputHash", answer FROM film_takes
     WHERE tenant_id = $1 AND input_hash = ANY($2) ORDER BY input_hash, at`,
    [tenantId, inputHashes],
  );
  return new Map(rows.map(({ inputHash, answer }) => [inputHash, answer]));
}

async function insertTake(
  tx: EntityManager,
  { filmId, tenantId }: { filmId: string; tenantId: string },
  { unitId, take, revision, inputHash, answer, at }: FilmTake,
): Promise<void> {
  await tx.query(
    `INSERT INTO film_takes (film_id, tenant_id, unit_id, artifact_key, revision, take, input_hash, answer, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)
     ON CONFLICT (film_id, unit_id, artifact_key) DO UPDATE SET input_hash = coalesce(film_takes.input_hash, excluded.input_hash)`,
    [filmId, tenantId, unitId, answer.artifact.key, revision, take, inputHash, JSON.stringify(answer), at],
  );
}
