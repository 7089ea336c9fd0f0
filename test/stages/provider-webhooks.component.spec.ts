import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@shared/testing/wait-for';
import { type AttemptState, WebhookBench } from './webhook-bench';

const stored = (bench: WebhookBench, filmId: string): Promise<AttemptState> =>
  waitFor(
    async () => {
      const attempt = await bench.attemptOf(filmId);
      return attempt?.status === 'stored' ? attempt : null;
    },
    { what: 'a stored clip' },
  );

async function expectOnePurchase(bench: WebhookBench, { id, operation_id }: AttemptState): Promise<void> {
  const { entries, posts } = await bench.ledger();
  expect(entries.filter(({ labels }) => labels['attempt'] === id).map((entry) => entry.id)).toEqual([operation_id]);
  expect(posts[id]).toBe(1);
}

describe('a stage that would itself ask after a minute', () => {
  let bench: WebhookBench;
  beforeAll(async () => {
    bench = await WebhookBench.start({ timeScale: 10 });
  });
  afterAll(() => bench.stop());

  it('polls as soon as the provider says that the operation has ended', async () => {
    const attempt = await stored(bench, await bench.orderClip());
    await expectOnePurchase(bench, attempt);
  });

  it.each(['accept-then-drop', 'accept-then-502', 'accept-then-garbage'])(
    'gets back by its webhook the operation of a submit that ended in %s, and buys nothing twice',
    async (fault) => {
      await bench.setFaults({ fault, match: { kind: 'video' } });
      const attempt = await stored(bench, await bench.orderClip());
      await expectOnePurchase(bench, attempt);
    },
  );

  it('takes fifty copies of a webhook for one', async () => {
    await bench.setFaults({ fault: 'webhook-duplicated', copies: 50, match: { operation: 'webhook' } });
    const filmId = await bench.orderClip();
    const attempt = await stored(bench, filmId);
    const deliveries = await waitFor(async () => {
      const all = await bench.deliveriesOf(attempt.id);
      return all.length === 50 ? all : null;
    });
    expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await bench.countNotices(filmId)).toBe(1);
    await expectOnePurchase(bench, attempt);
  });
});

describe('a stage whose webhooks do not arrive as they were meant', () => {
  let bench: WebhookBench;
  beforeAll(async () => {
    bench = await WebhookBench.start({ timeScale: 0.01 });
  });
  afterAll(() => bench.stop());

  it.each([
    ['webhook-lost', []],
    ['webhook-forged', [401]],
    ['webhook-stale', [400]],
  ])('finds its result by asking after %s', async (fault, statuses) => {
    await bench.setFaults({ fault, match: { operation: 'webhook' } });
    const filmId = await bench.orderClip();
    const attempt = await stored(bench, filmId);
    const answered = async () => (await bench.deliveriesOf(attempt.id)).map(({ status }) => status);
    await waitFor(async () => (await answered()).length === statuses.length);
    expect(await answered()).toEqual(statuses);
    expect(await bench.countNotices(filmId)).toBe(0);
    await expectOnePurchase(bench, attempt);
  });
});
