import type { EntityManager } from 'typeorm';
import { AppError } from '@shared/errors/app-error';

/** A request as its client names it. */
export interface Keyed {
  key: string;
  requestHash: string;
}

type KeyedRequest = Keyed & { tenantId: string };

/** False when the key is taken. Waits for a request with the same key that has not committed yet. */
export async function claimKey(tx: EntityManager, claim: KeyedRequest & { filmId: string }): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `INSERT INTO idempotency_keys (tenant_id, key, request_hash, film_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING film_id`,
    [claim.tenantId, claim.key, claim.requestHash, claim.filmId],
  );
  return rows.length > 0;
}

/** The film that the same request ordered or changed; null when the key is new, CONFLICT when it came with another request. */
export async function findOrderOf(
  manager: EntityManager,
  { tenantId, key, requestHash }: KeyedRequest,
): Promise<string | null> {
  const [row] = await manager.query<{ request_hash: string; film_id: string }[]>(
    'SELECT request_hash, film_id FROM idempotency_keys WHERE tenant_id = $1 AND key = $2',
    [tenantId, key],
  );
  if (row === undefined) return null;
  if (row.request_hash === requestHash) return row.film_id;
  throw new AppError('CONFLICT', `Idempotency-Key ${JSON.stringify(key)} was used for another request`, {
    details: { filmId: row.film_id },
  });
}
