import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { SystemClock } from '@shared/clock/clock';
import type { FilmEvent } from '@shared/contracts/events';
import { Doorbell } from '@shared/database/doorbell';
import { RightOfWay } from '@shared/lifecycle/right-of-way';
import { AppError } from '@shared/errors/app-error';
import { EXAMPLE_MIGRATIONS } from '@shared/testing/example-services';
import { RecordingBus } from '@shared/testing/recording-bus';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { waitFor } from '@shared/testing/wait-for';
import { Outbox } from './outbox';
import { OutboxRelay } from './outbox-relay';

const schema = 'keyframer';
const logger = silentLogger();

describe('OutboxRelay', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema, migrations: EXAMPLE_MIGRATIONS });
  });
  afterAll(() => database.drop());

  async function setup() {
    const { url, dataSource } = database;
    await dataSource.query('TRUNCATE outbox');
    const doorbell = new Doorbell({ url, schema, applicationName: 'test', logger });
    const outbox = new Outbox({ service: 'keyframer', clock: new SystemClock(), doorbell });
    const bus = new RecordingBus();
    const rightOfWay = new RightOfWay();
    const relayOn = (other: RecordingBus): OutboxRelay =>
      new OutboxRelay({ dataSource, doorbell, rightOfWay, bus: other, logger });
    return { doorbell, bus, relay: relayOn(bus), relayOn, state: (n: number) => stateSome(dataSource, outbox, n) };
  }

  it('sends what is unsent in the order in which it was written, once', async () => {
    const { bus, relay, state } = await setup();
    const events = await state(450);
    expect([await relay.runOnce(), await relay.runOnce(), await relay.runOnce(), await relay.runOnce()]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(bus.published).toEqual(events);
  });

  it('sends again what it had sent when it was killed before marking it', async () => {
    const { bus, relay, relayOn, state } = await setup();
    const events = await state(3);
    const dying = new RecordingBus();
    dying.onPublish = () => endOwnConnection(database.dataSource);
    await expect(relayOn(dying).runOnce()).rejects.toThrow();
    expect(dying.published).toEqual(events);
    await relay.runOnce();
    expect(bus.published).toEqual(events);
  });

  it('keeps everything while the broker is down', async () => {
    const { bus, relay, state } = await setup();
    const events = await state(3);
    bus.onPublish = () => Promise.reject(new AppError('DEPENDENCY_UNAVAILABLE', 'no broker'));
    await expect(relay.runOnce()).rejects.toThrow('no broker');
    bus.published.length = 0;
    bus.onPublish = () => Promise.resolve();
    await relay.runOnce();
    expect(bus.published).toEqual(events);
  });

  it('leaves the sending to another replica that is at it', async () => {
    const { bus, relay, relayOn, state } = await setup();
    await state(3);
    const gate = Promise.withResolvers<undefined>();
    const slow = new RecordingBus();
    slow.onPublish = () => gate.promise;
    const sending = relayOn(slow).runOnce();
    await waitFor(() => slow.published.length === 3);
    expect(await relay.runOnce()).toBe(false);
    gate.resolve(undefined);
    await sending;
    expect(await relay.runOnce()).toBe(false);
    expect(bus.published).toEqual([]);
  });

  // In one process whoever states it may be a handler that the sending waits for.
  it('keeps nobody waiting who states again what is being sent', async () => {
    const { bus, relay, state } = await setup();
    const events = await state(2);
    bus.onPublish = async () => {
      await state(2);
    };
    await relay.runOnce();
    expect(bus.published).toEqual(events);
  });

  it('leaves out what another replica has marked as sent while it looked', async () => {
    const { bus, relay, state } = await setup();
    const [first, ...others] = await state(3);
    const { dataSource } = database;
    const sent = await dataSource.transaction(async (tx) => {
      await tx.query('UPDATE outbox SET sent_at = now() WHERE event_id = $1', [first?.id]);
      const sending = relay.runOnce();
      await waitFor(
        async () => (await dataSource.query<unknown[]>('SELECT 1 FROM pg_locks WHERE NOT granted')).length > 0,
      );
      return { sending };
    });
    await sent.sending;
    expect(bus.published).toEqual(others);
  });

  it('is woken by the doorbell, long before its pause ends', async () => {
    const { bus, doorbell, relay, state } = await setup();
    await doorbell.start();
    relay.start();
    await state(1);
    await waitFor(() => bus.published.length === 1, { timeoutMs: 1_000 });
    await relay.stop();
    await doorbell.stop();
  });
});

describe('Outbox', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema, migrations: EXAMPLE_MIGRATIONS });
  });
  afterAll(() => database.drop());

  function setup() {
    const { url, dataSource } = database;
    const doorbell = new Doorbell({ url, schema, applicationName: 'test', logger });
    return { dataSource, outbox: new Outbox({ service: 'keyframer', clock: new SystemClock(), doorbell }) };
  }

  it('takes the same statement twice as one', async () => {
    const { dataSource, outbox } = setup();
    const [first] = await stateSome(dataSource, outbox, 1);
    const [second] = await stateSome(dataSource, outbox, 1);
    expect(second?.id).toBe(first?.id);
    expect(await dataSource.query('SELECT event_id FROM outbox')).toEqual([{ event_id: first?.id }]);
  });

  it('refuses an event that no broker would take', async () => {
    const { dataSource, outbox } = setup();
    const error = { code: 'INTERNAL' as const, message: 'x'.repeat(1_000_000) };
    const tooLarge = {
      name: 'clip.failed' as const,
      tenantId: 't',
      filmId: 'f',
      data: { revision: 1, scene: 1, error },
    };
    await expect(dataSource.transaction((tx) => outbox.add(tx, tooLarge))).rejects.toThrow(
      /clip\.failed has \d+ bytes/,
    );
  });
});

async function stateSome(dataSource: DataSource, outbox: Outbox, count: number): Promise<FilmEvent[]> {
  return dataSource.transaction(async (tx) => {
    const events: FilmEvent[] = [];
    for (let revision = 1; revision <= count; revision++)
      events.push(
        await outbox.add(tx, { name: 'cut.started', tenantId: 'default', filmId: 'film_1', data: { revision } }),
      );
    return events;
  });
}

// What kill -9 looks like to the database: the connection that holds the relay's lock is gone.
async function endOwnConnection(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `SELECT pg_terminate_backend(l.pid) FROM pg_locks l
     WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
}
