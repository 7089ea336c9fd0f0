import type { EntityManager } from 'typeorm';

/** A key as a database holds it. */
export interface ProviderKeyRow {
  vendor: string;
  reference: string;
  version: number;
  sealed: string;
}

export async function loadKeyRows(manager: EntityManager): Promise<ProviderKeyRow[]> {
  return manager.query<ProviderKeyRow[]>(
    'SELECT vendor, reference, version, sealed FROM provider_keys WHERE sealed IS NOT NULL ORDER BY vendor, created_at',
  );
}

/** One that was removed stays as a row without a secret, so that what was said of it earlier is not believed later. */
export async function upsertKeyRow(
  tx: EntityManager,
  { vendor, reference, version, sealed }: Omit<ProviderKeyRow, 'sealed'> & { sealed: string | null },
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `INSERT INTO provider_keys AS kept (vendor, reference, version, sealed) VALUES ($1, $2, $3, $4)
     ON CONFLICT (vendor, reference) DO UPDATE SET version = excluded.version, sealed = excluded.sealed, changed_at = now(),
       created_at = CASE WHEN kept.sealed IS NULL THEN now() ELSE kept.created_at END
     WHERE kept.version < excluded.version RETURNING 1`,
    [vendor, reference, version, sealed],
  );
  return rows.length > 0;
}

/** The same secret under another master key: no new version of it. */
export async function replaceSealed(manager: EntityManager, row: ProviderKeyRow, sealed: string): Promise<void> {
  await manager.query(
    'UPDATE provider_keys SET sealed = $4 WHERE vendor = $1 AND reference = $2 AND version = $3 AND sealed = $5',
    [row.vendor, row.reference, row.version, sealed, row.sealed],
  );
}
