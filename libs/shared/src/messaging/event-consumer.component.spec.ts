import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { SystemClock } from '@shared/clock/clock';
import { buildEvent, type FilmEvent, type ServiceName } from '@shared/contracts/events';
import { Doorbell } from '@shared/database/doorbell';
import { lockFilm } from '@shared/database/lock-film';
import { EXAMPLE_MIGRATIONS } from '@shared/testing/example-services';
import { RecordingBus } from '@shared/testing/recording-bus';
import { recordingLogger, silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { waitFor } from '@shared/testing/wait-for';
import { EventConsumer, type EventHandler } from './event-consumer';
import type { EventContext } from './event-handlers';
import { Outbox } from './outbox';

type Handle = (event: FilmEvent<'keyframe.failed'>, context: EventContext) => Promise<void>;

describe('EventConsumer, of events that come together', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'clipper', migrations: EXAMPLE_MIGRATIONS });
    await database.dataSource.query('CREATE TABLE shelves (name text PRIMARY KEY, users text[])');
  });
  afterAll(() => database.drop());

  async function setup(handle: Handle) {
    const { url, dataSource } = database;
    await dataSource.query(
      `TRUNCATE inbox, dead_letters, shelves; INSERT INTO shelves VALUES ('left', '{}'), ('right', '{}')`,
    );
    const { logger, lines } = recordingLogger();
    const doorbell = new Doorbell({ url, schema: 'clipper', applicationName: 'test', logger: silentLogger() });
    const outbox = new Outbox({ service: 'clipper', clock: new SystemClock(), doorbell });
    const consumes = ['keyframe.failed', 'operation.notified'] as const;
    const parts = { service: 'clipper' as const, consumes, dataSource, outbox, bus: new RecordingBus(), logger };
    const consumer = new EventConsumer(parts);
    const handler: EventHandler = (event, context) => handle(event as FilmEvent<'keyframe.failed'>, context);
    const heard: FilmEvent[] = [];
    const listener: EventHandler = async (event) => {
      heard.push(event);
    };
    consumer.bind(
      new Map([
        ['keyframe.failed', handler],
        ['operation.notified', listener],
      ]),
    );
    const consume = (events: readonly FilmEvent[]): Promise<void> => {
      const delivery = { signal: new AbortController().signal, beat: () => Promise.resolve() };
      return consumer.consume(
        events.map((event) => ({ event, origin: 'test' })),
        delivery,
      );
    };
    const usersOf = async (name: string): Promise<string[]> => {
      const [shelf] = await dataSource.query<[{ users: string[] }]>('SELECT users FROM shelves WHERE name = $1', [
        name,
      ]);
      return shelf.users;
    };
    const deadLetters = () => dataSource.query<unknown[]>('SELECT 1 FROM dead_letters');
    return { db: dataSource, consume, usersOf, heard, lines, deadLetters };
  }

  it('tries those of two films that wait for each other again together, and gives each its effect once', async () => {
    const meeting = meetingOf(2);
    const { consume, usersOf, lines, deadLetters } = await setup(async (event, { tx }) => {
      await use(tx, event);
      if (event.data.index === 0) await meeting();
    });
    await Promise.all([
      consume(someEvents('film_1', ['left', 'right'])),
      consume(someEvents('film_2', ['right', 'left'])),
    ]);
    expect([await usersOf('left'), await usersOf('right')].map((users) => users.sort())).toEqual([
      ['film_1', 'film_2'],
      ['film_1', 'film_2'],
    ]);
    expect(lines).toMatchObject([{ level: 'warn', next: 'together', events: 2, error: { code: '40P01' } }]);
    expect(await deadLetters()).toEqual([]);
  });

  it('waits for whoever has the film before it touches anything that they may want', async () => {
    const { db, consume, usersOf, lines } = await setup(async (event, { tx }) => {
      await use(tx, event);
      await lockFilm(tx, event.filmId);
    });
    const events = someEvents('film_3', ['left', 'right']);
    const consumed = await db.transaction(async (tx) => {
      await lockFilm(tx, 'film_3');
      const consuming = consume(events);
      await waitFor(async () => (await db.query<unknown[]>('SELECT 1 FROM pg_locks WHERE NOT granted')).length > 0);
      await tx.query(`UPDATE shelves SET users = users || 'worker'::text WHERE name = 'left'`);
      return { consuming };
    });
    await consumed.consuming;
    expect(await usersOf('left')).toEqual(['worker', 'film_3']);
    expect(lines).toEqual([]);
  });

  it('says once why they are taken in one by one, and nothing of what they say', async () => {
    let failures = 0;
    const { consume, usersOf, lines } = await setup(async (event, { tx }) => {
      if (event.data.index === 1 && failures++ === 0) throw new TypeError('no such shelf');
      await use(tx, event);
    });
    await consume(someEvents('film_4', ['left', 'right', 'left']));
    expect(await usersOf('left')).toEqual(['film_4', 'film_4']);
    expect(await usersOf('right')).toEqual(['film_4']);
    const told = {
      level: 'warn',
      msg: 'events could not be taken in together',
      next: 'one by one',
      filmId: 'film_4',
      events: 3,
    };
    expect(lines).toMatchObject([{ ...told, error: { message: 'no such shelf' } }]);
    expect(JSON.stringify(lines)).not.toContain('left');
  });

  it('leaves to the end what handlers leave to the end, and takes nothing in where that fails', async () => {
    let failures = 0;
    const handled: number[] = [];
    const { consume, usersOf, lines } = await setup((event, context) => {
      handled.push(event.data.index);
      context.beforeCommit(async () => {
        if (event.data.index === 1 && failures++ === 0) throw new TypeError('no such shelf');
        await context.tx.query(`UPDATE shelves SET users = users || $1::text WHERE name = 'left'`, [handled.join()]);
      });
      return Promise.resolve();
    });
    await consume(someEvents('film_6', ['left', 'right']));
    // Together, and then one by one.
    expect(await usersOf('left')).toEqual(['0,1,0', '0,1,0,1']);
    expect(lines).toMatchObject([{ next: 'one by one', error: { message: 'no such shelf' } }]);
    await consume(someEvents('film_7', ['left', 'right']));
    expect((await usersOf('left')).slice(2)).toEqual(['0,1,0,1,0,1', '0,1,0,1,0,1']);
  });

  it('gives events that reach two replicas at once their effect once', async () => {
    const { consume, usersOf, lines } = await setup((event, { tx }) => use(tx, event));
    const events = someEvents('film_5', ['left', 'right', 'left']);
    const later = [events[1], events[2], events[1]].filter((event) => event !== undefined);
    await Promise.all([consume(events), consume(events), consume(later)]);
    expect(await usersOf('left')).toEqual(['film_5', 'film_5']);
    expect(await usersOf('right')).toEqual(['film_5']);
    expect(lines).toEqual([]);
  });

  it('hears what is addressed to it and what is addressed to nobody, and leaves no trace of the rest', async () => {
    const { db, consume, heard } = await setup((event, { tx }) => use(tx, event));
    const [ours, everybodys, theirs] = [aNotice('clipper'), aNotice(), aNotice('keyframer')];
    await consume([theirs, ours, everybodys]);
    await consume([theirs]);
    expect(heard).toEqual([ours, everybodys]);
    expect(await db.query('SELECT event_id AS id FROM inbox ORDER BY id')).toEqual(
      [ours, everybodys].map(({ id }) => ({ id })).sort((one, other) => (one.id < other.id ? -1 : 1)),
    );
  });
});

function aNotice(addressee?: ServiceName): FilmEvent {
  const data = {
    attemptId: 'att_1',
    operationId: 'op_1',
    outcome: 'completed' as const,
    ...(addressee && { addressee }),
  };
  return buildEvent(
    { name: 'operation.notified', source: 'gateway', tenantId: 't', filmId: 'film_6', data },
    new Date(0),
  );
}

/** Each event names the shelf that its handler writes to. */
function someEvents(filmId: string, shelves: readonly string[]): FilmEvent[] {
  return shelves.map((message, index) => {
    const data = { revision: 1, index, error: { code: 'INTERNAL' as const, message } };
    return buildEvent({ name: 'keyframe.failed', source: 'keyframer', tenantId: 'default', filmId, data }, new Date(0));
  });
}

async function use(tx: EntityManager, { filmId, data }: FilmEvent<'keyframe.failed'>): Promise<void> {
  await tx.query('UPDATE shelves SET users = users || $2::text WHERE name = $1', [data.error.message, filmId]);
}

/** Resolves when so many have come; for whoever comes later, at once. */
function meetingOf(expected: number): () => Promise<void> {
  const all = Promise.withResolvers<undefined>();
  let come = 0;
  return async () => {
    if (++come === expected) all.resolve(undefined);
    await all.promise;
  };
}
