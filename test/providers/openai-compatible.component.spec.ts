import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import type { Provider, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { describeOwnImageModel, describeOwnTextModel } from '@shared/vendors/openai-compatible/capabilities';
import type { ImageRequest } from '@shared/vendors/image-request';
import { ChatText } from '@shared/vendors/openai-compatible/chat-text';
import { OwnImage } from '@shared/vendors/openai-compatible/own-image';
import type { TextRequest } from '@shared/vendors/text-request';
import { OWN_PRICES } from '../../apps/simulator/src/vendors/vendor-prices';
import { PLANTED_SECRET, SimulatedVendors } from './simulated-vendors';
import { VENDOR_SUBMIT_FAULTS } from './vendor-submit-faults';

let vendors: SimulatedVendors;

beforeAll(async () => {
  vendors = await SimulatedVendors.start();
});
afterEach(() => vendors.setFaults());
afterAll(() => vendors.close());

const settings = () => ({
  apiKey: PLANTED_SECRET,
  baseUrl: `${vendors.url}/openai/v1`,
  textModel: describeOwnTextModel('qwen3-32b', OWN_PRICES),
  imageModel: describeOwnImageModel('flux-2', OWN_PRICES.image),
});

const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
const textRequest: TextRequest = { model: 'qwen3-32b', system: 'You are a director', prompt: 'A lighthouse', schema };

const imageRequest = (references: ImageRequest['references'] = []): ImageRequest => ({
  model: 'flux-2',
  prompt: 'Scene 1 of 4, start frame',
  references,
  aspectRatio: '16:9',
});

async function send<R>(provider: Provider<R>, request: R, changes: Partial<SubmitContext> = {}) {
  const attempt = newId('att');
  const signal = new AbortController().signal;
  const labels = { attempt, unit: 'u', film: 'f' };
  const context = { labels, idempotencyKey: attempt, isStillMine: () => true, signal, ...changes };
  const outcome: SubmitOutcome = await provider.submit(await provider.compose(request, signal), context);
  return { outcome, posts: await vendors.countPosts(attempt), entry: await vendors.findEntry(attempt) };
}

const KINDS = {
  text: (changes?: Partial<SubmitContext>) => send(new ChatText(settings()), textRequest, changes),
  image: (changes?: Partial<SubmitContext>) => send(new OwnImage(settings(), vendors.store), imageRequest(), changes),
};

describe('a model of one’s own', () => {
  it('plans: its JSON follows the schema, at the price that its owner set', async () => {
    const { outcome, entry, posts } = await KINDS.text();
    if (outcome.kind !== 'completed' || outcome.result.kind !== 'inline') throw new Error(JSON.stringify(outcome));
    expect(JSON.parse(outcome.result.bytes.toString())).toEqual({ title: expect.any(String) as unknown });
    expect([outcome.costMicros, posts]).toEqual([entry?.costMicros, 1]);
    expect(outcome.costMicros).toBeGreaterThan(0);
  });

  it('draws from words, and from words and images', async () => {
    const { firstFrame, lastFrame } = vendors.frames;
    for (const references of [[], [firstFrame], [firstFrame, lastFrame]]) {
      const { outcome, entry } = await send(new OwnImage(settings(), vendors.store), imageRequest(references));
      expect(outcome).toMatchObject({ kind: 'completed', costMicros: entry?.costMicros });
      if (outcome.kind !== 'completed' || outcome.result.kind !== 'inline') throw new Error(outcome.kind);
      expect(outcome.result.bytes.toString('latin1', 1, 4)).toBe('PNG');
    }
  });

  it('that is cut off hands over what there is', async () => {
    await vendors.setFaults({ match: { kind: 'text' }, fault: 'max-tokens' });
    expect((await KINDS.text()).outcome).toMatchObject({ kind: 'completed', result: { kind: 'inline' } });
  });

  it.each([
    ['text', 'failed'],
    ['image', 'refused'],
  ] as const)('says no to what its %s would show, at no cost', async (kind, outcomeKind) => {
    await vendors.setFaults({ match: { kind }, fault: 'refuse' });
    const { outcome, entry } = await KINDS[kind]();
    expect(outcome).toMatchObject({ kind: outcomeKind, error: { code: 'PROVIDER_REFUSED_CONTENT' } });
    expect(entry?.costMicros).toBe(0);
    if (outcome.kind === 'failed') expect(outcome.costMicros).toBe(0);
  });

  const cases = (['text', 'image'] as const).flatMap((what) =>
    VENDOR_SUBMIT_FAULTS.map((fault) => ({ what, ...fault })),
  );

  it.each(cases)('is sent one POST for $what, called $kind: $name', async ({ what, fault, kind, code, isBilled }) => {
    await vendors.setFaults({ match: { kind: what }, fault, times: 9 });
    const { outcome, posts, entry } = await KINDS[what]({
      signal: AbortSignal.timeout(fault === 'hang' ? 700 : 20_000),
    });
    expect(outcome).toMatchObject({ kind, error: { code } });
    expect([posts, entry !== undefined]).toEqual([1, isBilled]);
    expect('error' in outcome && outcome.error.message).not.toContain(PLANTED_SECRET);
  });

  it('cannot be asked for what was lost', async () => {
    expect(await new ChatText(settings()).recall()).toEqual({ kind: 'cannot-tell' });
    expect(new ChatText(settings()).offers.size).toBe(0);
  });
});
