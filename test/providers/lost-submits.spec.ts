import { describe, expect, it } from '@jest/globals';
import { GeminiText } from '@shared/vendors/gemini/gemini-text';
import { aSimulator } from '../../apps/simulator/test/running-simulator';
import { listenToWebhooks } from '../../apps/simulator/test/webhook-listener';
import type { GeminiSettings } from '@shared/gemini/gemini-env';
import type { Recollection, SubmitContext } from '@shared/generation/providers/provider';
import { waitFor } from '@shared/testing/wait-for';

const REQUEST = { model: 'gemini-3.8-flash', system: 'You are a director', prompt: 'Plan', schema: { type: 'object' } };
const CONTEXT = {
  labels: { attempt: 'att_1', unit: 'storyboard-0', film: 'film_1' },
  idempotencyKey: 'att_1',
  isStillMine: () => true,
};

/** A provider whose first answer gets lost, at a simulator that offers this and nothing else. */
async function setup(offers: string, settingsAt: (url: string) => Partial<GeminiSettings>) {
  const simulator = await aSimulator({ SIMULATOR_OFFERS: offers });
  const provider = new GeminiText({ apiKey: 'any', baseUrl: simulator.url, ...settingsAt(simulator.url) });
  await simulator.setFaults([{ fault: 'accept-then-drop' }]);
  const submit = async (more: Partial<SubmitContext> = {}) =>
    provider.submit(await provider.compose(REQUEST), { ...CONTEXT, ...more, signal: AbortSignal.timeout(5000) });
  const recall = (attempt = 'att_1'): Promise<Recollection> => provider.recall(attempt, AbortSignal.timeout(5000));
  const bought = async () => (await simulator.ledger()).entries.map(({ id }) => id);
  return { simulator, provider, submit, recall, bought, [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() };
}

describe('a submit whose answer is lost', () => {
  it('is answered under its key, and bought once', async () => {
    await using bundle = await setup('idempotency', () => ({ idempotency: true }));
    expect(bundle.provider.offers.has('idempotency-key')).toBe(true);
    expect((await bundle.submit()).kind).toBe('ambiguous');
    const again = await bundle.submit();
    expect(await bundle.bought()).toEqual([again.kind === 'accepted' && again.operationId]);
  });

  it('is found by what it put under its prefix, and by nothing before that is there', async () => {
    await using bundle = await setup('prefix', (url) => ({ outputs: { prefix: 'gs://b/attempts/', storageUrl: url } }));
    expect((await bundle.submit()).kind).toBe('ambiguous');
    const found = await waitFor(async () => {
      const recollection = await bundle.recall();
      return recollection.kind === 'nothing-yet' ? null : recollection;
    });
    expect([found]).toEqual((await bundle.bought()).map((operationId) => ({ kind: 'accepted', operationId })));
    expect(await bundle.recall('att_other')).toEqual({ kind: 'nothing-yet' });
  });

  it('is found in a list by its label, or seen not to be there', async () => {
    await using bundle = await setup('list', (url) => ({ recallUrl: `${url}/simulator/recent` }));
    expect((await bundle.submit()).kind).toBe('ambiguous');
    const [operationId] = await bundle.bought();
    expect(await bundle.recall()).toEqual({ kind: 'accepted', operationId });
    expect(await bundle.recall('att_other')).toEqual({ kind: 'never-accepted' });
  });

  it('is named by a webhook with what was sent along', async () => {
    await using listener = await listenToWebhooks();
    await using bundle = await setup('webhooks', () => ({}));
    const metadata = { film: 'film_1', attempt: 'att_1', token: 't' };
    expect((await bundle.submit({ webhook: { url: listener.url, metadata } })).kind).toBe('ambiguous');
    const [heard] = await waitFor(() => (listener.heard.length > 0 ? listener.heard : null));
    const [id] = await bundle.bought();
    expect(JSON.parse(heard?.body ?? '')).toMatchObject({ data: { id }, user_metadata: metadata });
    expect(await bundle.recall()).toEqual({ kind: 'cannot-tell' });
  });

  it('cannot be asked for where the list that was promised is withheld', async () => {
    await using bundle = await setup('none', (url) => ({ recallUrl: `${url}/simulator/recent` }));
    await expect(bundle.recall()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });
});
