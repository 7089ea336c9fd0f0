import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { waitFor } from '@shared/testing/wait-for';
import { Doorbell } from './doorbell';

describe('Doorbell', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'clipper', migrations: [] });
  });
  afterAll(() => database.drop());

  async function setup({ schema = 'clipper', applicationName = 'clipper' } = {}) {
    const doorbell = new Doorbell({ url: database.url, schema, applicationName, logger: silentLogger() });
    const heard: string[] = [];
    doorbell.listen('work', (payload) => heard.push(payload));
    await doorbell.start();
    await waitFor(() => heard.length === 1);
    heard.length = 0;
    const ring = (payload: string) => database.dataSource.transaction((tx) => doorbell.ring(tx, 'work', payload));
    return { doorbell, heard, ring };
  }

  it('is heard when the transaction commits, and not before', async () => {
    const { doorbell, heard, ring } = await setup();
    await database.dataSource.transaction(async (tx) => {
      await doorbell.ring(tx, 'work', 'inside');
      await ring('outside');
      await waitFor(() => heard.length > 0);
    });
    await waitFor(() => heard.length === 2);
    expect(heard).toEqual(['outside', 'inside']);
    await doorbell.stop();
  });

  it('is not heard by the service of another schema', async () => {
    const one = await setup();
    const other = await setup({ schema: 'stitcher' });
    await other.ring('for stitcher');
    await one.ring('for clipper');
    await waitFor(() => one.heard.length > 0 && other.heard.length > 0);
    expect([one.heard, other.heard]).toEqual([['for clipper'], ['for stitcher']]);
    await one.doorbell.stop();
    await other.doorbell.stop();
  });

  it('comes back when its connection is killed, and rings once for what it may have missed', async () => {
    const { doorbell, heard, ring } = await setup({ applicationName: 'victim' });
    await database.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim doorbell'`,
    );
    await waitFor(() => heard.length === 1);
    await ring('again');
    await waitFor(() => heard.length === 2);
    expect(heard).toEqual(['', 'again']);
    await doorbell.stop();
  });

  it('begins to listen to one channel after the other, as its client wants it', async () => {
    const { doorbell } = await setup();
    const listens = watchListens();
    const channels = ['films', 'attempts', 'cuts'];
    const heard = new Set<string>();
    for (const channel of channels) doorbell.listen(channel, () => heard.add(channel));
    await waitFor(async () => {
      await database.dataSource.transaction(async (tx) => {
        for (const channel of channels) await doorbell.ring(tx, channel);
      });
      return heard.size === channels.length;
    });
    listens.unwatch();
    await doorbell.stop();
    expect(listens).toMatchObject({ total: 3, mostAtOnce: 1 });
  });

  it('stops without a connection, and may be stopped twice', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/none';
    const doorbell = new Doorbell({ url, schema: 'clipper', applicationName: 'x', logger: silentLogger() });
    await doorbell.start();
    await doorbell.stop();
    await doorbell.stop();
  });
});

/** Counts what Postgres' client is asked: it queues what comes while it is busy, with a warning, and will refuse it one day. */
function watchListens() {
  const send = Reflect.get(Client.prototype, 'query') as (this: Client, ...args: unknown[]) => Promise<unknown>;
  const seen = { total: 0, mostAtOnce: 0, unwatch: () => Object.assign(Client.prototype, { query: send }) };
  let open = 0;
  function query(this: Client, ...args: unknown[]) {
    const answer = send.apply(this, args);
    if (!String(args[0]).startsWith('LISTEN')) return answer;
    seen.total++;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, ++open);
    return answer.finally(() => open--);
  }
  Object.assign(Client.prototype, { query });
  return seen;
}
