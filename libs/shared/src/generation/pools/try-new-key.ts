import type { EntityManager } from 'typeorm';
import type { Outbox } from '@shared/messaging/outbox';
import { stateOutage } from './state-outage';

/** By then every replica has the new key in hand: an earlier try could go out with the old one, and shut the pool again for long. */
const HEARD_MS = 1_000;

/**
 * Another key has taken the place of one that the vendor refused: the pools that were shut because of it let one attempt find out,
 * after a second. True where there were any. To be called in the transaction that keeps the key.
 */
export async function tryNewKey(
  tx: EntityManager,
  outbox: Outbox,
  { vendor, credential }: { vendor: string; credential: string },
): Promise<boolean> {
  const [rows] = await tx.query<[{ pool: string }[], number]>(
    `UPDATE provider_pools SET open_until = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
     WHERE open_because ->> 'code' = 'PROVIDER_AUTH' AND open_until > clock_timestamp() + make_interval(secs => $3::float8 / 1000)
       AND starts_with(pool, $1 || '/') AND right(pool, length($2) + 1) = '/' || $2 RETURNING pool`,
    [vendor, credential, HEARD_MS],
  );
  for (const { pool } of rows) await stateOutage(tx, outbox, pool);
  return rows.length > 0;
}
