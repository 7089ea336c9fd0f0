import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { PollOutcome } from '@shared/generation/providers/provider';
import type { VideoRequest } from '@shared/vendors/video-request';
import { aServiceAccount } from '../../scripts/smoke/service-account.ts';
import { Recorder } from './recorder';
import { vendorAdapter, WEBHOOKS } from './vendor-adapter';

// What the simulator does not do, and the vendors may.
const recorder = new Recorder();
const signal = new AbortController().signal;
let directory: string;
let store: DirectoryStore;
let request: VideoRequest;

beforeAll(async () => {
  await recorder.start();
  directory = await mkdtemp(join(tmpdir(), 'oddities-spec-'));
  store = new DirectoryStore(directory);
  await store.prepare();
  const firstFrame = await store.put('first.png', Buffer.from('first'), { mediaType: 'image/png' });
  request = { model: '', prompt: 'pan', firstFrame, seconds: 4, aspectRatio: '16:9', resolution: '720p' };
});

afterAll(async () => {
  await recorder.close();
  await rm(directory, { recursive: true, force: true });
});

const token = { body: { access_token: 'ya29.x', expires_in: 3599, token_type: 'Bearer' } };
const NAME = 'projects/p/locations/l/publishers/google/models/veo-3.1-lite-generate-001/operations/1';

function vertex() {
  const account = JSON.stringify(aServiceAccount(`${recorder.url}/token`));
  const at = { VERTEX_PROJECT: 'p', VERTEX_LOCATION: 'l', VERTEX_BASE_URL: recorder.url };
  return vendorAdapter('video', 'vertex', { VERTEX_CREDENTIALS: account, ...at }, store);
}

function pollVertex(end: object): Promise<PollOutcome> {
  recorder.willAnswer(token, { body: { name: NAME, done: true, ...end } });
  return vertex().poll(NAME, { ...request, model: 'veo-3.1-lite-generate-001' }, signal);
}

const context = {
  labels: { attempt: 'att_1', unit: 'u', film: 'f' },
  idempotencyKey: 'k',
  isStillMine: () => true,
  signal,
};

describe('Veo', () => {
  it.each([
    ['58061214', 'it shows or names a child'],
    ['29310472, 61493863', 'it shows or names a celebrity and is violent'],
    ['00000000', 'Support codes: 00000000'],
  ])('says in plain words what the support codes %s mean', async (codes, words) => {
    const filtered = { raiMediaFilteredCount: 1, raiMediaFilteredReasons: [`Filtered. Support codes: ${codes}`] };
    const outcome = await pollVertex({ response: filtered });
    const message = expect.stringContaining(words) as unknown;
    expect(outcome).toMatchObject({
      kind: 'failed',
      costMicros: 0,
      error: { code: 'PROVIDER_REFUSED_CONTENT', message },
    });
  });

  it('that delivers less than was asked for has failed, at a cost that nobody names', async () => {
    const outcome = await pollVertex({ response: { raiMediaFilteredCount: 0, videos: [] } });
    expect(outcome).toMatchObject({ kind: 'failed', costMicros: null, error: { code: 'PROVIDER_FAILED' } });
  });

  it('hands the bytes over in its answer where it has no folder', async () => {
    const videos = [{ bytesBase64Encoded: Buffer.from('mp4').toString('base64'), mimeType: 'video/mp4' }];
    const result = { kind: 'inline', bytes: Buffer.from('mp4'), mediaType: 'video/mp4' };
    expect(await pollVertex({ response: { videos } })).toEqual({ kind: 'completed', result, costMicros: 200_000 });
  });

  it('is sent nothing when its account gets no token', async () => {
    recorder.willAnswer({ status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT' } });
    const provider = vertex();
    const body = await provider.compose({ ...request, model: 'veo-3.1-lite-generate-001' }, signal);
    expect(await provider.submit(body, context)).toMatchObject({ kind: 'not-sent', error: { code: 'PROVIDER_AUTH' } });
    expect(recorder.requests).toHaveLength(1);
  });
});

describe('OpenAI’s Videos at their former home', () => {
  it('are retired: the error names the day and what to use instead, and nothing is sent', async () => {
    const home = vendorAdapter('video', 'openai-videos', { OPENAI_VIDEOS_API_KEY: 'k' }, store);
    const outcome = await home.submit(await home.compose({ ...request, model: 'sora-2' }, signal), context);
    expect(outcome).toMatchObject({
      kind: 'refused',
      error: {
        code: 'MODEL_RETIRED',
        message: 'OpenAI ended its Videos API on 2026-09-24; use gemini-omni-1.2-flash or veo-3.1-generate-001',
        details: { retiredOn: '2026-09-24', successors: ['gemini-omni-1.2-flash', 'veo-3.1-generate-001'] },
      },
    });
  });
});

describe('Replicate', () => {
  const create = () =>
    vendorAdapter(
      'video',
      'replicate',
      { REPLICATE_API_TOKEN: 'r8', REPLICATE_BASE_URL: recorder.url, ...WEBHOOKS },
      store,
    );
  const poll = (prediction: object) => {
    recorder.willAnswer({ body: { id: 'p', created_at: '2026-11-21T00:00:00Z', ...prediction } });
    return create().poll('p', { ...request, model: 'google/veo-3.1-fast' }, signal);
  };

  it.each([
    ['a string', 'https://replicate.delivery/a.mp4'],
    ['a list of strings', ['https://replicate.delivery/a.mp4']],
  ])('may give its output as %s', async (_, output) => {
    const result = { kind: 'remote', address: 'https://replicate.delivery/a.mp4', mediaType: 'video/mp4' };
    expect(await poll({ status: 'succeeded', output })).toEqual({ kind: 'completed', result, costMicros: 400_000 });
  });

  it('removes results after an hour, which is said when one is fetched', async () => {
    const outcome = await poll({ status: 'succeeded', output: null, data_removed: true });
    if (outcome.kind !== 'completed' || outcome.result.kind !== 'remote') throw new Error(outcome.kind);
    const message = expect.stringContaining('keeps results for an hour') as unknown;
    await expect(create().download(outcome.result.address, signal)).rejects.toMatchObject({ message });
  });

  it('without credit is asked again an hour later', async () => {
    recorder.willAnswer({ status: 402, body: { title: 'Insufficient credit', detail: 'Add credit' } });
    const provider = create();
    const body = await provider.compose({ ...request, model: 'google/veo-3.1-fast' }, signal);
    const error = { code: 'PROVIDER_QUOTA_EXHAUSTED', retryAfterMs: 3_600_000 };
    expect(await provider.submit(body, context)).toMatchObject({ kind: 'refused', error });
  });
});

describe('fal', () => {
  const model = 'fal-ai/kling-video/v3/standard/image-to-video';
  const poll = (result: { status: number; body: unknown; headers?: Record<string, string> }) => {
    recorder.willAnswer({ body: { status: 'COMPLETED' } }, result);
    const provider = vendorAdapter('video', 'fal', { FAL_KEY: 'k', FAL_BASE_URL: recorder.url }, store);
    return provider.poll('r1', { ...request, model }, signal);
  };
  const detail = (type: string, loc: string[] = ['body']) => ({ detail: [{ loc, msg: 'no', type, input: {} }] });

  it.each([
    ['a job that took too long', 504, detail('generation_timeout'), 'failed', 'PROVIDER_FAILED'],
    ['a job that made nothing', 422, detail('no_media_generated'), 'failed', 'PROVIDER_FAILED'],
    ['a gateway that is away', 503, { detail: 'Service unavailable' }, 'unreadable', 'PROVIDER_UNAVAILABLE'],
    ['an output without a video', 200, { images: [] }, 'failed', 'PROVIDER_FAILED'],
  ])('tells %s by its error', async (_, status, body, kind, code) => {
    expect(await poll({ status, body })).toMatchObject({ kind, error: { code } });
  });

  it('names the frame that it refused', async () => {
    const outcome = await poll({ status: 422, body: detail('content_policy_violation', ['body', 'end_image_url']) });
    const error = { code: 'PROVIDER_REFUSED_CONTENT', details: { flagged: 'end keyframe' } };
    expect(outcome).toMatchObject({ kind: 'failed', costMicros: 0, error });
  });
});
