import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@shared/clock/clock';
import { buildEvent } from '@shared/contracts/events';
import { newId } from '@shared/contracts/ids';
import { Doorbell } from '@shared/database/doorbell';
import { EventContext } from '@shared/messaging/event-handlers';
import { Outbox } from '@shared/messaging/outbox';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { waitFor } from '@shared/testing/wait-for';
import { WORK_BELL } from '../films/film-work';
import { OperationNotices } from './operation-notices';
import { STAGE_MIGRATIONS } from '../tables/stage-migrations';

interface Row {
  status: string;
  operation_id: string | null;
  is_due: boolean;
  is_leased: boolean;
}

describe('OperationNotices', () => {
  let database: TestDatabase;
  let doorbell: Doorbell;
  let notices: OperationNotices;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'stage', migrations: STAGE_MIGRATIONS });
    const { url, dataSource } = database;
    const logger = silentLogger();
    doorbell = new Doorbell({ url, schema: 'stage', applicationName: 'test', logger });
    const outbox = new Outbox({ service: 'clipper', clock: new SystemClock(), doorbell });
    notices = new OperationNotices(dataSource, outbox, doorbell, logger);
  });
  afterAll(() => database.drop());

  /** In somebody's hands, and not due for an hour. */
  async function anAttempt(status: string, operationId: string | null): Promise<string> {
    const id = newId('att');
    await database.dataSource.query(
      `INSERT INTO attempts (id, film_id, tenant_id, revision, unit_kind, unit_n, number, counted, status, operation_id,
         pool, due_at, lease_owner, lease_token, lease_until)
       VALUES ($1, $1, 't', 1, 'clip', 1, 1, 1, $2, $3, 'pool', now() + interval '1 h', 'somebody', 7, now() + interval '10 s')`,
      [id, status, operationId],
    );
    return id;
  }

  async function hear(attemptId: string): Promise<Row | undefined> {
    const data = { attemptId, operationId: 'op_1', outcome: 'completed' } as const;
    const statement = {
      name: 'operation.notified',
      source: 'gateway',
      tenantId: 't',
      filmId: attemptId,
      data,
    } as const;
    const event = buildEvent(statement, new Date());
    await database.dataSource.transaction((tx) => notices.onOperationNotified(event, new EventContext(tx)));
    const [row] = await database.dataSource.query<Row[]>(
      `SELECT status, operation_id, due_at <= now() AS is_due, lease_until IS NOT NULL AND lease_token = 7 AS is_leased
       FROM attempts WHERE id = $1`,
      [attemptId],
    );
    return row;
  }

  it.each([
    ['submitting', null, 'running'],
    ['unknown', null, 'running'],
    ['running', 'op_1', 'running'],
    ['overdue', 'op_1', 'overdue'],
  ])('makes an attempt that is %s with operation %s due now, as %s', async (status, operationId, after) => {
    const row = await hear(await anAttempt(status, operationId));
    expect(row).toEqual({ status: after, operation_id: 'op_1', is_due: true, is_leased: false });
  });

  it.each([
    ['running', 'op_2'],
    ['overdue', 'op_2'],
    ['planned', null],
    ['reserved', null],
    ['stored', 'op_1'],
    ['failed', null],
    ['cancelled', 'op_1'],
  ])('leaves an attempt that is %s with operation %s as it is', async (status, operationId) => {
    const row = await hear(await anAttempt(status, operationId));
    expect(row).toEqual({ status, operation_id: operationId, is_due: false, is_leased: true });
  });

  it.each([
    ['opens a circuit', 'unknown', null, 0],
    ['leaves a circuit shut', 'running', 'op_1', 3],
  ])('%s by what ended of an attempt that is %s with operation %s', async (_, status, operationId, failures) => {
    await database.dataSource.query(
      `INSERT INTO provider_pools (pool, failures) VALUES ('pool', 3) ON CONFLICT (pool) DO UPDATE SET failures = 3`,
    );
    await hear(await anAttempt(status, operationId));
    expect(await database.dataSource.query('SELECT failures FROM provider_pools')).toEqual([{ failures }]);
  });

  it('wakes the workers for what it has changed, and for nothing else', async () => {
    let rings = 0;
    doorbell.listen(WORK_BELL, () => {
      rings += 1;
    });
    await doorbell.start();
    const sinceStart = rings;
    await hear(await anAttempt('stored', 'op_1'));
    await hear(await anAttempt('running', 'op_1'));
    await waitFor(() => rings > sinceStart);
    await doorbell.stop();
    expect(rings).toBe(sinceStart + 1);
  });

  it('has nothing to do with the attempts of other stages', async () => {
    expect(await hear(newId('att'))).toBeUndefined();
  });
});
