import type { EntityManager } from 'typeorm';
import { hashOf } from '@shared/contracts/canonical-json';
import type { Unit } from '@shared/contracts/unit';
import { AppError } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';

/** The unit whose words were refused, and the purchase of new ones for it. */
export const PROMPT_KINDS = { keyframe: 'keyframe-prompt', clip: 'clip-prompt' } as const;
export type RefusedKind = keyof typeof PROMPT_KINDS;

export interface Softening {
  refusedHash: string;
  prompt: string;
  /** What the provider said. */
  reason: string;
}

export function isRefusedKind(kind: string): kind is RefusedKind {
  return Object.hasOwn(PROMPT_KINDS, kind);
}

export function toRefusedKind(kind: string): RefusedKind {
  return kind === PROMPT_KINDS.keyframe ? 'keyframe' : 'clip';
}

export async function saveSoftening(tx: EntityManager, film: FilmRef, unit: Unit, softening: Softening): Promise<void> {
  const { refusedHash, prompt, reason } = softening;
  await tx.query(
    `INSERT INTO softenings (film_id, revision, unit_kind, unit_n, refused_hash, prompt, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [film.filmId, film.revision, unit.kind, unit.n, refusedHash, prompt, reason],
  );
}

export async function loadSoftening(
  tx: EntityManager,
  { filmId, revision, unit }: Pick<FilmRef, 'filmId' | 'revision'> & { unit: Unit },
): Promise<Softening> {
  const [row] = await tx.query<Softening[]>(
    `SELECT refused_hash AS "refusedHash", prompt, reason FROM softenings
     WHERE film_id = $1 AND revision = $2 AND unit_kind = $3 AND unit_n = $4`,
    [filmId, revision, unit.kind, unit.n],
  );
  if (row) return row;
  throw new AppError('INTERNAL', `film ${filmId} has no words to soften for ${unit.kind} ${unit.n}`, {
    retryable: false,
  });
}

/** The same words are softened once for a tenant. */
export function hashOfSoftening(model: string, { prompt }: Pick<Softening, 'prompt'>): string {
  return hashOf({ version: 1, softening: prompt, model });
}
