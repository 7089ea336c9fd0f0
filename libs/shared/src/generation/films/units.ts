import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Unit, UnitKind } from '@shared/contracts/unit';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from './film-ref';
import { UNIT_TRANSITIONS, type UnitStatus } from './unit-state';

/** What another stage made, or failed to make, and this stage builds on. */
export interface Input {
  n: number;
  artifact: ArtifactRef | null;
  error: ErrorFacts | null;
}

export interface UnitRow {
  n: number;
  status: UnitStatus;
  artifact: ArtifactRef | null;
  error: ErrorFacts | null;
}

/** What a stage was told to do for a film, kept as it was told. */
export async function saveBrief(tx: EntityManager, film: FilmRef, brief: unknown): Promise<void> {
  await tx.query(
    'INSERT INTO briefs (film_id, revision, tenant_id, brief) VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT DO NOTHING',
    [film.filmId, film.revision, film.tenantId, JSON.stringify(brief)],
  );
}

export async function findBrief<Brief>(
  tx: EntityManager,
  film: Pick<FilmRef, 'filmId' | 'revision'>,
): Promise<Brief | null> {
  const [row] = await tx.query<{ brief: Brief }[]>('SELECT brief FROM briefs WHERE film_id = $1 AND revision = $2', [
    film.filmId,
    film.revision,
  ]);
  return row?.brief ?? null;
}

export async function addUnits(tx: EntityManager, film: FilmRef, kind: UnitKind, ns: readonly number[]): Promise<void> {
  await tx.query(
    `INSERT INTO units (film_id, revision, kind, n, status) SELECT $1, $2, $3, n, 'waiting' FROM unnest($4::int[]) AS n
     ON CONFLICT DO NOTHING`,
    [film.filmId, film.revision, kind, ns],
  );
}

export async function listUnits(tx: EntityManager, film: FilmRef, kind: UnitKind): Promise<UnitRow[]> {
  return tx.query<UnitRow[]>(
    'SELECT n, status, artifact, error FROM units WHERE film_id = $1 AND revision = $2 AND kind = $3 ORDER BY n',
    [film.filmId, film.revision, kind],
  );
}

/** Moves a unit on by compare-and-set; a move that its table does not know is a bug. */
export async function moveUnit(
  tx: EntityManager,
  film: FilmRef & { unit: Unit },
  [from, to]: readonly [UnitStatus, UnitStatus],
  facts: { artifact?: ArtifactRef; error?: ErrorFacts } = {},
): Promise<void> {
  const { filmId, revision, unit } = film;
  const [, moved] = UNIT_TRANSITIONS[from].includes(to)
    ? await tx.query<[unknown[], number]>(
        `UPDATE units SET status = $5, artifact = $6::jsonb, error = $7::jsonb
         WHERE film_id = $1 AND revision = $2 AND kind = $3 AND n = $4 AND status = $8`,
        [filmId, revision, unit.kind, unit.n, to, toJson(facts.artifact), toJson(facts.error), from],
      )
    : [[], 0];
  if (moved === 1) return;
  throw new AppError('ILLEGAL_TRANSITION', `${unit.kind} ${unit.n} of ${filmId} cannot go from ${from} to ${to}`, {
    details: { id: `${filmId}/${revision}/${unit.kind}/${unit.n}`, from, to },
  });
}

export async function cancelUnits(tx: EntityManager, { filmId, revision }: FilmRef): Promise<void> {
  await tx.query(
    `UPDATE units SET status = 'cancelled' WHERE film_id = $1 AND revision <= $2 AND status IN ('waiting', 'making')`,
    [filmId, revision],
  );
}

/** Whether a unit of this revision is being made out of the very same. */
export async function isUnderWay(
  tx: EntityManager,
  { filmId, revision }: FilmRef,
  { kind, inputHash }: { kind: UnitKind; inputHash: string },
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM attempts JOIN units USING (film_id, revision)
     WHERE film_id = $1 AND revision = $2 AND unit_kind = $3 AND input_hash = $4 AND kind = unit_kind AND n = unit_n
       AND units.status = 'making' LIMIT 1`,
    [filmId, revision, kind, inputHash],
  );
  return rows.length > 0;
}

export async function saveInput(tx: EntityManager, film: FilmRef, input: Input): Promise<void> {
  await tx.query(
    `INSERT INTO inputs (film_id, revision, n, artifact, error) VALUES ($1, $2, $3, $4::jsonb, $5::jsonb) ON CONFLICT DO NOTHING`,
    [film.filmId, film.revision, input.n, toJson(input.artifact), toJson(input.error)],
  );
}

export async function listInputs(
  tx: EntityManager,
  film: Pick<FilmRef, 'filmId' | 'revision'>,
): Promise<Map<number, Input>> {
  const rows = await tx.query<Input[]>('SELECT n, artifact, error FROM inputs WHERE film_id = $1 AND revision = $2', [
    film.filmId,
    film.revision,
  ]);
  return new Map(rows.map((row) => [row.n, row]));
}

function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
