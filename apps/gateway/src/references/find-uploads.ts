import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';

@Injectable()
export class FindUploads {
  constructor(private readonly dataSource: DataSource) {}

  handle(tenantId: string, ids: readonly string[]): Promise<Map<string, ArtifactRef>> {
    return findUploads(this.dataSource.manager, tenantId, ids);
  }
}

/** The files that these ids stand for, of this tenant alone. Being named keeps them for as long as if they had just been brought. */
export async function findUploads(
  tx: EntityManager,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, ArtifactRef>> {
  const [rows] = await tx.query<[{ id: string; artifact: ArtifactRef }[], number]>(
    `UPDATE reference_images SET used_at = now() WHERE id IN (
       SELECT id FROM reference_images WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE
     ) RETURNING id, artifact`,
    [tenantId, ids],
  );
  return new Map(rows.map(({ id, artifact }) => [id, artifact]));
}
