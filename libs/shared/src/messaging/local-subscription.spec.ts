import { expect, it } from '@jest/globals';
import { buildEvent, type FilmEvent } from '@shared/contracts/events';
import { type Arrival, type EventSubscriber, MOST_ARRIVALS } from './event-bus';
import { LocalSubscription } from './local-subscription';

function someEvents(count: number): FilmEvent[] {
  const error = { code: 'INTERNAL' as const, message: 'no reason' };
  return Array.from({ length: count }, (_, index) => {
    const statement = { name: 'keyframe.failed', source: 'keyframer', tenantId: 'default', filmId: 'film_1' } as const;
    return buildEvent({ ...statement, data: { revision: 1, index, error } }, new Date(0));
  });
}

function setup(onConsume: () => void = () => undefined) {
  const portions: string[][] = [];
  const subscriber: EventSubscriber = {
    service: 'clipper',
    consume: async (arrivals: readonly Arrival[]) => {
      portions.push(arrivals.map(({ event }) => event.id));
      onConsume();
    },
    setAside: () => Promise.resolve(),
  };
  return { portions, subscription: new LocalSubscription(subscriber, () => undefined) };
}

it('hands over no more events of a film at once than commit together, in their order', async () => {
  const { portions, subscription } = setup();
  const events = someEvents(2 * MOST_ARRIVALS + 1);
  await subscription.deliver(events);
  expect(portions.map(({ length }) => length)).toEqual([MOST_ARRIVALS, MOST_ARRIVALS, 1]);
  expect(portions.flat()).toEqual(events.map(({ id }) => id));
});

it('begins no further portion when it is to stop, and says that not all had their effect', async () => {
  const { portions, subscription } = setup(() => void subscription.stop());
  await expect(subscription.deliver(someEvents(2 * MOST_ARRIVALS))).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(portions).toHaveLength(1);
});
