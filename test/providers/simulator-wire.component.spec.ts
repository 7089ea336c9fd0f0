import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@shared/testing/wait-for';
import { SimulatedVendors } from './simulated-vendors';

type Json = Record<string, unknown>;

let vendors: SimulatedVendors;

beforeAll(async () => {
  vendors = await SimulatedVendors.start();
});
afterEach(() => vendors.setFaults());
afterAll(() => vendors.close());

async function call(method: string, path: string, { auth, body }: { auth: string; body?: unknown }) {
  const isForm = body instanceof FormData;
  const headers = { authorization: auth, ...(body !== undefined && !isForm && { 'content-type': 'application/json' }) };
  const init = { method, headers, ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }) };
  const answer = await fetch(vendors.url + path, init);
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Json };
}

const keysOf = (value: unknown): string[] => Object.keys(value as Json).sort();
const IMAGE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4YaMBAAL8AS3/gzpXAAAAAElFTkSuQmCC';

describe('what the simulator answers has the fields of the captures', () => {
  it('as Vertex', async () => {
    const auth = 'Bearer ya29.simulated';
    const model = '/vertex/v1beta1/projects/p/locations/l/publishers/google/models/veo-3.1-lite-generate-001';
    const body = { instances: [{ prompt: 'pan' }], parameters: { storageUri: 'gs://b/x/', durationSeconds: 4 } };
    const submitted = await call('POST', `${model}:predictLongRunning`, { auth, body });
    expect(keysOf(submitted.json)).toEqual(['name']);
    const operationName = submitted.json['name'];
    expect(operationName).toMatch(
      /^projects\/p\/locations\/l\/publishers\/google\/models\/veo[^/]+\/operations\/[\w-]+$/,
    );
    const done = await waitFor(async () => {
      const { json } = await call('POST', `${model}:fetchPredictOperation`, { auth, body: { operationName } });
      return json['done'] === true ? json : null;
    });
    expect(done['response']).toEqual({
      '@type': 'type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse',
      raiMediaFilteredCount: 0,
      videos: [{ gcsUri: expect.stringMatching(/^gs:\/\/b\/x\/.+\/sample_0\.mp4$/) as unknown, mimeType: 'video/mp4' }],
    });
  });

  it('as OpenAI’s Videos', async () => {
    const auth = 'Bearer sk';
    const form = new FormData();
    form.set('model', 'sora-2');
    form.set('prompt', 'p');
    const { json } = await call('POST', '/openai/v1/videos', { auth, body: form });
    const fields = ['completed_at', 'created_at', 'error', 'expires_at', 'id', 'model', 'object', 'progress', 'prompt'];
    expect(keysOf(json)).toEqual([...fields, 'remixed_from_video_id', 'seconds', 'size', 'status']);
    expect(json).toMatchObject({ object: 'video', seconds: '4', size: '720x1280', error: null });
    await vendors.setFaults({ match: { kind: 'video' }, fault: '429-minute' });
    const refused = await call('POST', '/openai/v1/videos', { auth, body: form });
    expect(keysOf(refused.json['error'])).toEqual(['code', 'message', 'param', 'type']);
    expect(refused.json).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  });

  it('as Replicate', async () => {
    const auth = 'Bearer r8';
    const path = '/replicate/v1/models/google/veo-3.1-fast/predictions';
    const body = { input: { prompt: 'p', image: IMAGE, duration: 4 } };
    const { status, json } = await call('POST', path, { auth, body });
    expect([status, json['status'], json['version']]).toEqual([201, 'starting', 'hidden']);
    const times = ['completed_at', 'created_at', 'data_removed', 'error', 'id', 'input', 'logs', 'metrics', 'model'];
    expect(keysOf(json)).toEqual([...times, 'output', 'source', 'started_at', 'status', 'urls', 'version']);
    expect(keysOf(json['urls'])).toEqual(['cancel', 'get', 'stream', 'web']);
    const page = await call('GET', '/replicate/v1/predictions', { auth });
    expect(keysOf(page.json)).toEqual(['next', 'previous', 'results']);
    const invalid = await call('POST', path, { auth, body: { input: { prompt: 'p', duration: 5 } } });
    expect([invalid.status, keysOf(invalid.json)]).toEqual([422, ['detail', 'invalid_fields', 'status', 'title']]);
    await vendors.setFaults({ match: { kind: 'video' }, fault: '429-minute', retryAfterSeconds: 30 });
    const throttled = await call('POST', path, { auth, body });
    expect(throttled.headers.get('retry-after')).toBe('30');
    expect(throttled.json['detail']).toBe('Request was throttled. Your rate limit resets in ~30s.');
  });

  it('as fal', async () => {
    const auth = 'Key id:secret';
    const app = '/fal/fal-ai/kling-video';
    const body = { prompt: 'p', image_url: IMAGE };
    const { json } = await call('POST', `${app}/v3/standard/image-to-video`, { auth, body });
    const links = ['cancel_url', 'queue_position', 'request_id', 'response_url', 'status', 'status_url'];
    expect(keysOf(json)).toEqual(links);
    const id = String(json['request_id']);
    expect(json['status_url']).toBe(`https://queue.fal.run/fal-ai/kling-video/requests/${id}/status`);
    const status = await waitFor(async () => {
      const asked = await call('GET', `${app}/requests/${id}/status?logs=1`, { auth });
      return asked.json['status'] === 'COMPLETED' ? asked.json : null;
    });
    expect(keysOf(status)).toEqual([
      'cancel_url',
      'logs',
      'metrics',
      'request_id',
      'response_url',
      'status',
      'status_url',
    ]);
    const result = await call('GET', `${app}/requests/${id}`, { auth });
    expect(keysOf(result.json['video'])).toEqual(['content_type', 'file_name', 'file_size', 'url']);
    const late = await call('PUT', `${app}/requests/${id}/cancel`, { auth });
    expect([late.status, late.json]).toEqual([400, { status: 'ALREADY_COMPLETED' }]);
  });

  it('as fal of a job that failed: completed, and its result an error', async () => {
    const auth = 'Key id:secret';
    const app = '/fal/fal-ai/kling-video';
    await vendors.setFaults({ match: { kind: 'video' }, fault: 'refuse' });
    const submitted = await call('POST', `${app}/v3/standard/image-to-video`, {
      auth,
      body: { prompt: 'p', image_url: IMAGE },
    });
    const result = await waitFor(async () => {
      const asked = await call('GET', `${app}/requests/${String(submitted.json['request_id'])}`, { auth });
      return asked.status === 400 ? null : asked;
    });
    expect(result.status).toBe(422);
    expect(result.headers.get('x-fal-error-type')).toBe('content_policy_violation');
    expect(keysOf((result.json['detail'] as Json[])[0])).toEqual(['input', 'loc', 'msg', 'type', 'url']);
  });
});
