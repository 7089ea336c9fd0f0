import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventBus } from '@shared/messaging/event-bus';
import { type ExampleServices, startExampleServices } from './example-services';
import { waitFor } from './wait-for';

type Current = () => ExampleServices;

/** What every bus promises, tried with two services on one real database. `openBuses`: one bus per service, or the same twice. */
export function describeEventBus(name: string, openBuses: () => [EventBus, EventBus]): void {
  describe(name, () => {
    const started: ExampleServices[] = [];
    const current = (): ExampleServices => {
      const [services] = started;
      if (services === undefined) throw new Error('the example services did not start');
      return services;
    };

    beforeAll(async () => {
      started.push(await startExampleServices(openBuses()));
    }, 60_000);
    afterAll(() => current().stop(), 30_000);

    itDelivers(current);
    itCopes(current);
  });
}

function itDelivers(current: Current): void {
  it('brings a stated fact to its consumer once, however often it is sent', async () => {
    const services = current();
    const event = await services.state('film_once', { index: 7 });
    await waitFor(async () => (await services.effectsOf('film_once')).length > 0);
    await services.bus.publish([event, event]);
    const last = await services.state('film_once', { index: 8 });
    await waitFor(async () => (await services.effectsOf('film_once')).includes(8));
    expect(await services.effectsOf('film_once')).toEqual([7, 8]);
    expect(last.causedBy).toBeNull();
  });

  it('keeps the order of a film', async () => {
    const services = current();
    const indexes = Array.from({ length: 40 }, (_, index) => index);
    for (const index of indexes) await services.state('film_order', { index });
    await waitFor(async () => (await services.effectsOf('film_order')).length === indexes.length);
    expect(await services.effectsOf('film_order')).toEqual(indexes);
  });

  it('names the event under handling as the cause of what its handler states', async () => {
    const services = current();
    const cause = await services.state('film_cause', { index: 3 });
    const answer = await waitFor(() => services.answerIn('film_cause'));
    expect(answer.causedBy).toBe(cause.id);
  });

  it('is ready', async () => {
    await expect(current().bus.ready()).resolves.toBeUndefined();
  });
}

function itCopes(current: Current): void {
  it('sets an event aside whose handler keeps throwing, and goes on with the film', async () => {
    const services = current();
    const poison = await services.state('film_poison', { index: 1, message: 'throw' });
    await services.state('film_poison', { index: 2 });
    await waitFor(async () => (await services.effectsOf('film_poison')).includes(2));
    expect(await services.effectsOf('film_poison')).toEqual([2]);
    expect(await services.deadLettersOf('film_poison')).toEqual([
      { event_id: poison.id, reason: 'handler failed: thrown on purpose' },
    ]);
  });

  it('takes in what comes together with an event that it sets aside', async () => {
    const services = current();
    const failures = [{ index: 1 }, { index: 2, message: 'throw' }, { index: 3 }];
    await services.bus.publish(failures.map((failure) => services.buildFailure('film_together', failure)));
    await waitFor(async () => (await services.effectsOf('film_together')).includes(3));
    expect(await services.effectsOf('film_together')).toEqual([1, 3]);
    expect(await services.deadLettersOf('film_together')).toHaveLength(1);
  });

  it('tells each time that it sets an event aside, so that its film can be ended', async () => {
    const services = current();
    const { id: eventId } = await services.state('film_stuck', { index: 1, message: 'throw' });
    await waitFor(async () => (await services.setbacksOf('film_stuck')).length === 1);
    await services.askForResync('film_stuck');
    await waitFor(async () => (await services.setbacksOf('film_stuck')).length === 2);
    const setback = { revision: 1, service: 'clipper', name: 'keyframe.failed', eventId };
    expect(await services.setbacksOf('film_stuck')).toEqual([
      { ...setback, times: 1 },
      { ...setback, times: 2 },
    ]);
  });

  it('does not count it against an event that the database was busy', async () => {
    const services = current();
    await services.state('film_busy', { index: 5, message: 'busy 6' });
    await waitFor(async () => (await services.effectsOf('film_busy')).length === 1);
    expect(await services.deadLettersOf('film_busy')).toEqual([]);
  });

  it('says everything of a film again when asked to, for who has lost it', async () => {
    const services = current();
    await services.state('film_again', { index: 9 });
    await waitFor(async () => (await services.effectsOf('film_again')).length === 1);
    await services.forget('film_again');
    await services.askForResync('film_again');
    await waitFor(async () => (await services.effectsOf('film_again')).length === 1);
    expect(await services.effectsOf('film_again')).toEqual([9]);
  });
}
