import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@shared/clock/clock';
import type { FilmEvent } from '@shared/contracts/events';
import { EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { LocalBus } from '@shared/messaging/local-bus';
import { EffectEvents } from '@shared/testing/effect-events';
import { emptyStore } from '@shared/testing/empty-store';
import { EXAMPLE_MIGRATIONS, exampleService } from '@shared/testing/example-services';
import { silentLogger } from '@shared/testing/silent-logger';
import { waitFor } from '@shared/testing/wait-for';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { createService } from './create-service';
import type { ServiceDefinition } from './service-definition';

@EventHandlers()
class CutEvents {
  @On('cut.started')
  async onCutStarted(event: FilmEvent<'cut.started'>, { tx }: EventContext): Promise<void> {
    await tx.query('INSERT INTO effects (film_id) VALUES ($1)', [event.filmId]);
  }
}

describe('a service', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'clipper', migrations: EXAMPLE_MIGRATIONS });
  });
  afterAll(() => database.drop());

  async function setup(definition: ServiceDefinition = exampleService('clipper', [EffectEvents])) {
    const bus = new LocalBus(['clipper']);
    const { url: databaseUrl } = database;
    const wiring = {
      bus,
      store: emptyStore(),
      logger: silentLogger(),
      clock: new SystemClock(),
      databaseUrl,
      timeScale: 1,
    };
    return { bus, wiring, service: await createService(definition, wiring) };
  }

  it('is live and ready while it has nothing to do', async () => {
    const { service } = await setup();
    await service.start({ port: 0 });
    const address = await service.app.getUrl();
    expect(await (await fetch(`${address}/health/live`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${address}/health/ready`);
    expect(ready.status).toBe(200);
    const up = { status: 'up' };
    expect(await ready.json()).toMatchObject({ details: { database: up, broker: up, store: up } });
    await service.stop();
  });

  it('names what it depends on and does not have, and stays live', async () => {
    const { bus, service, wiring } = await setup();
    wiring.store.ready = () => Promise.reject(new Error('no bucket'));
    await service.start({ port: 0 });
    await bus.stop();
    const address = await service.app.getUrl();
    const ready = await fetch(`${address}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      info: { database: { status: 'up' } },
      error: {
        broker: { status: 'down', message: 'The local bus is stopped' },
        store: { status: 'down', message: 'no bucket' },
      },
    });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    await service.stop();
  });

  it('does not start with a handler for what it does not consume', async () => {
    const { service } = await setup(exampleService('clipper', [EffectEvents, CutEvents]));
    await expect(service.start()).rejects.toThrow(
      'cut.started has a handler but is not among what the service consumes',
    );
    await service.stop();
  });

  it('may be stopped twice, and leaves no connection behind', async () => {
    const { service } = await setup();
    await service.start();
    await Promise.all([service.stop(), service.stop()]);
    const open = `SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'clipper%'`;
    await waitFor(async () => (await database.dataSource.query<unknown[]>(open)).length === 0);
  });
});
