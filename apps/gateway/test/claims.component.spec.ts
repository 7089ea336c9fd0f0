import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { SystemClock } from '@shared/clock/clock';
import { Doorbell } from '@shared/database/doorbell';
import { Outbox } from '@shared/messaging/outbox';
import { withRescanningPlans } from '@shared/testing/rescanning-plans';
import { silentLogger } from '@shared/testing/silent-logger';
import { ForgetDeletedFilms } from '../src/films/forget-deleted-films';
import { ResyncSilentFilms } from '../src/films/resync-silent-films';
import { type GatewayBundle, orderFilm, prepareGateways } from './start-gateway';

/** What both loops take at once. */
const BATCH = 20;
const logger = silentLogger();
const clock = new SystemClock();
const bundles: GatewayBundle[] = [];

beforeAll(async () => {
  const bundle = await prepareGateways();
  bundles.push(bundle);
  const gateway = await bundle.startGateway();
  for (let n = 0; n < BATCH + 5; n += 1) await orderFilm(gateway);
  // Its own loops must not come first.
  await gateway.stop();
});
afterAll(() => bundles[0]?.stop());

async function runOnRescans(run: (db: DataSource, outbox: Outbox) => Promise<unknown>): Promise<void> {
  const [bundle] = bundles;
  if (bundle === undefined) throw new Error('the gateway did not start');
  const { url, dataSource } = bundle.database;
  const doorbell = new Doorbell({ url, schema: 'gateway', applicationName: 'test', logger });
  await withRescanningPlans(dataSource, (db) => run(db, new Outbox({ service: 'gateway', clock, doorbell })));
}

async function countSaid(name: string): Promise<number> {
  const rows = await bundles[0]?.database.dataSource.query<unknown[]>(
    "SELECT 1 FROM outbox WHERE name = $1 AND film_id LIKE 'film%'",
    [name],
  );
  return rows?.length ?? 0;
}

// Thousands are silent at once after a broker was down: as one transaction they would hold up everything else.
describe('a loop takes no more films at once than it means to, whatever plan the database chooses', () => {
  it('when it asks for facts again', async () => {
    await runOnRescans(async (dataSource, outbox) => {
      await dataSource.query(`UPDATE films SET heard_at = now() - interval '1 day'`);
      await new ResyncSilentFilms({ dataSource, outbox, clock, logger, resyncAfterMs: 1_000 }).runOnce();
    });
    expect(await countSaid('film.resync-requested')).toBe(BATCH);
  });

  it('when it forgets them', async () => {
    await runOnRescans(async (dataSource, outbox) => {
      await dataSource.query('UPDATE films SET deleted_at = now()');
      await new ForgetDeletedFilms(dataSource, outbox, logger).runOnce();
    });
    expect(await countSaid('film.deleted')).toBe(BATCH);
  });
});
