import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

  it('stops without a connection, and may be stopped twice', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/none';
    const doorbell = new Doorbell({ url, schema: 'clipper', applicationName: 'x', logger: silentLogger() });
    await doorbell.start();
    await doorbell.stop();
    await doorbell.stop();
  });
});
