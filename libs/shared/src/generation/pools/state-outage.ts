import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import type { EventData } from '@shared/contracts/events';
import { INSTALLATION_TENANT, POOLS_SUBJECT } from '@shared/contracts/installation';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Outbox } from '@shared/messaging/outbox';
import { parsePoolName } from './pool';

export const QUOTA_USED_UP: ErrorFacts = {
  code: 'PROVIDER_QUOTA_EXHAUSTED',
  message: 'the quota of the day is used up',
};

type Outage = EventData<'pool.changed'>['outage'];

interface PoolRow {
  now: Date;
  failingSince: Date | null;
  openUntil: Date | null;
  openBecause: ErrorFacts | null;
  exhaustedUntil: Date | null;
  /** As it was said last. */
  outage: Outage;
}

/** To be called in the transaction that has changed the pool's row: what is said follows the order of the changes, whoever makes them. */
export async function stateOutage(tx: EntityManager, outbox: Outbox, pool: string): Promise<void> {
  const [row] = await tx.query<PoolRow[]>(
    `SELECT clock_timestamp() AS now, failing_since AS "failingSince", open_until AS "openUntil", open_because AS "openBecause", outage,
       CASE WHEN blocked_because = $2 AND blocked_until > clock_timestamp() THEN blocked_until END AS "exhaustedUntil"
     FROM provider_pools WHERE pool = $1`,
    [pool, QUOTA_USED_UP.code],
  );
  const outage = row === undefined ? null : decideOutage(row);
  if (row === undefined || isDeepStrictEqual(outage, row.outage)) return;
  const version = await keep(tx, pool, outage);
  // Only the last word on a pool counts: what was sent before need not be said again.
  await tx.query(
    `DELETE FROM outbox WHERE film_id = $1 AND sent_at IS NOT NULL
       AND concat_ws('/', envelope #>> '{data,vendor}', envelope #>> '{data,model}', envelope #>> '{data,credential}') = $2`,
    [POOLS_SUBJECT, pool],
  );
  const data = { ...parsePoolName(pool), version, outage };
  await outbox.add(tx, { name: 'pool.changed', tenantId: INSTALLATION_TENANT, filmId: POOLS_SUBJECT, data });
}

/** What there is to say of a pool; a circuit says more than a quota. */
export function decideOutage({ now, outage, ...row }: PoolRow): Outage {
  const { failingSince, openUntil, openBecause, exhaustedUntil } = row;
  if (openUntil !== null && openBecause !== null)
    return { since: (failingSince ?? now).toISOString(), until: openUntil.toISOString(), reason: openBecause };
  if (exhaustedUntil === null) return null;
  const isKnown = outage?.reason.code === QUOTA_USED_UP.code && new Date(outage.until) > now;
  const since = isKnown ? outage.since : now.toISOString();
  return { since, until: exhaustedUntil.toISOString(), reason: QUOTA_USED_UP };
}

// By the time of the database, so that a stage whose database is new is believed as well; never twice the same.
async function keep(tx: EntityManager, pool: string, outage: Outage): Promise<number> {
  const [rows] = await tx.query<[{ version: string }[], number]>(
    `UPDATE provider_pools SET outage = $2::jsonb,
       outage_version = greatest(outage_version + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
     WHERE pool = $1 RETURNING outage_version AS version`,
    [pool, outage && JSON.stringify(outage)],
  );
  return Number(rows[0]?.version);
}
