import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { CutOptions, CutSpec } from '@shared/contracts/cut';
import { AppError } from '@shared/errors/app-error';

/** The music that a request names, as the stitcher is told of it. INVALID_INPUT when this tenant has none by that id. */
export async function toSpecMusic(
  tx: EntityManager,
  tenantId: string,
  { id, gainDb, duck }: NonNullable<CutOptions['music']>,
  field = 'music.id',
): Promise<NonNullable<CutSpec['music']>> {
  const [[row]] = await tx.query<[{ artifact: ArtifactRef }[], number]>(
    'UPDATE music SET used_at = now() WHERE id = $1 AND tenant_id = $2 RETURNING artifact',
    [id, tenantId],
  );
  if (row) return { artifact: row.artifact, gainDb, duck };
  const rule = 'must be the id of a piece of music that was uploaded: POST /v1/music';
  throw new AppError('INVALID_INPUT', `${field}: ${rule}`, {
    details: { errors: [{ field, rule, value: id }] },
  });
}

/** How an order wants its film cut, for the stitcher; undefined when it says nothing of it. */
export async function toCutSpec(
  tx: EntityManager,
  tenantId: string,
  options: CutOptions | undefined,
): Promise<CutSpec | undefined> {
  if (!options) return undefined;
  return { ...options, music: options.music && (await toSpecMusic(tx, tenantId, options.music, 'cut.music.id')) };
}
