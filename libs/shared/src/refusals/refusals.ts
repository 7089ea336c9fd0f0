import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { FrameEnd } from '@shared/contracts/film-images';
import type { UnitKind } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempts/attempt';

/** How far a refused unit has come. */
export interface Refusal {
  error: ErrorFacts;
  /** What is being waited for. */
  asked: 'soften' | 'redraw' | null;
  /** The words that took the place of those that were refused. */
  softened: ArtifactRef | null;
  softenError: ErrorFacts | null;
  /** Which of a clip's two keyframes was drawn again. */
  frame: FrameEnd | null;
  /** Content of the keyframe that is drawn again. */
  redrawOf: string | null;
  redrawn: ArtifactRef | null;
  redrawError: ErrorFacts | null;
  /** The model that is asked instead. */
  model: string | null;
}

/** Names the row by what the unit is made from. */
export interface RefusedUnit {
  filmId: string;
  kind: UnitKind;
  inputHash: string;
}

const COLUMNS = `error, asked, softened, soften_error AS "softenError", frame, redraw_of AS "redrawOf", redrawn,
  redraw_error AS "redrawError", model`;

export function toRefusedUnit({ filmId, unit, inputHash }: Attempt): RefusedUnit | null {
  return inputHash === null ? null : { filmId, kind: unit.kind, inputHash };
}

export async function findRefusal(tx: EntityManager, unit: RefusedUnit): Promise<Refusal | null> {
  const [row] = await tx.query<Refusal[]>(
    `SELECT ${COLUMNS} FROM refusals WHERE film_id = $1 AND unit_kind = $2 AND input_hash = $3`,
    toKey(unit),
  );
  return row ?? null;
}

/** The models that are left of a film's list: one that was asked instead, and those behind it; all of a list that has changed since. */
export function listAfterRefusal(models: readonly string[], refusal: Refusal | null): readonly string[] {
  if (refusal?.model == null) return models;
  const at = models.indexOf(refusal.model);
  return at === -1 ? models : models.slice(at);
}

/** Notes that it was refused, once more or for the first time. The caller holds the film's lock. */
export async function noteRefusal(tx: EntityManager, unit: RefusedUnit, error: ErrorFacts): Promise<Refusal> {
  const [row] = await tx.query<[Refusal]>(
    `INSERT INTO refusals (film_id, unit_kind, input_hash, error) VALUES ($1, $2, $3, $4::jsonb)
     ON CONFLICT (film_id, unit_kind, input_hash) DO UPDATE SET error = excluded.error RETURNING ${COLUMNS}`,
    [...toKey(unit), JSON.stringify(error)],
  );
  return row;
}

export async function saveRefusal(tx: EntityManager, unit: RefusedUnit, refusal: Refusal): Promise<void> {
  const { asked, softened, softenError, frame, redrawOf, redrawn, redrawError, model } = refusal;
  await tx.query(
    `UPDATE refusals SET asked = $4, softened = $5::jsonb, soften_error = $6::jsonb, frame = $7, redraw_of = $8,
       redrawn = $9::jsonb, redraw_error = $10::jsonb, model = $11
     WHERE film_id = $1 AND unit_kind = $2 AND input_hash = $3`,
    [
      ...toKey(unit),
      asked,
      toJson(softened),
      toJson(softenError),
      frame,
      redrawOf,
      toJson(redrawn),
      toJson(redrawError),
      model,
    ],
  );
}

/** Hashes of the units of a film that wait for this keyframe to be drawn again. */
export async function listAwaitingRedraw(tx: EntityManager, filmId: string, redrawOf: string): Promise<string[]> {
  const rows = await tx.query<{ inputHash: string }[]>(
    `SELECT input_hash AS "inputHash" FROM refusals WHERE film_id = $1 AND redraw_of = $2 AND asked = 'redraw'`,
    [filmId, redrawOf],
  );
  return rows.map(({ inputHash }) => inputHash);
}

/** What came of drawing this keyframe again, where another clip has asked for that before. */
export async function findRedraw(
  tx: EntityManager,
  filmId: string,
  redrawOf: string,
): Promise<Pick<Refusal, 'redrawn' | 'redrawError'> | null> {
  const [row] = await tx.query<Pick<Refusal, 'redrawn' | 'redrawError'>[]>(
    `SELECT redrawn, redraw_error AS "redrawError" FROM refusals
     WHERE film_id = $1 AND redraw_of = $2 AND (redrawn IS NOT NULL OR redraw_error IS NOT NULL) LIMIT 1`,
    [filmId, redrawOf],
  );
  return row ?? null;
}

function toKey({ filmId, kind, inputHash }: RefusedUnit) {
  return [filmId, kind, inputHash];
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
