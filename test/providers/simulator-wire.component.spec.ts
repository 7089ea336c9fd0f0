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

/** What is asked for until it fits. */
function ask(path: string, auth: string, isIt: (json: Json) => boolean): Promise<Json> {
  return waitFor(async () => {
    const { json } = await call('GET', path, { auth });
    return isIt(json) ? json : null;
  });
}

describe('what the simulator answers on the way to an end has the values of the captures', () => {
  it('as OpenAI’s Videos', async () => {
    const auth = 'Bearer sk';
    const videos = '/openai/v1/videos';
    const form = new FormData();
    form.set('prompt', 'p');
    const create = async () => String((await call('POST', videos, { auth, body: form })).json['id']);
    const id = await create();
    const completed = await ask(`${videos}/${id}`, auth, ({ status }) => status === 'completed');
    expect(completed).toMatchObject({ id, object: 'video', model: 'sora-2', progress: 100, error: null });
    expect(completed['completed_at']).toBeGreaterThanOrEqual(Number(completed['created_at']));
    const page = await call('GET', `${videos}?limit=1&order=desc`, { auth });
    expect(page.json).toEqual({ object: 'list', data: [completed], has_more: expect.any(Boolean) as unknown });
    const content = await fetch(`${vendors.url}${videos}/${id}/content?variant=video`, {
      headers: { authorization: auth },
    });
    expect([content.status, content.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    await content.body?.cancel();
    await vendors.setFaults({ match: { kind: 'video' }, fault: 'refuse' });
    const failed = await ask(`${videos}/${await create()}`, auth, ({ status }) => status === 'failed');
    expect(keysOf(failed['error'])).toEqual(['code', 'message']);
    expect(failed).toMatchObject({ error: { code: 'moderation_blocked' } });
    const stranger = await call('GET', videos, { auth: '' });
    expect([stranger.status, keysOf(stranger.json['error'])]).toEqual([401, ['code', 'message', 'param', 'type']]);
  });

  it('as Replicate', async () => {
    const auth = 'Bearer r8';
    const predictions = '/replicate/v1/predictions';
    const path = '/replicate/v1/models/google/veo-3.1-fast/predictions';
    const body = { input: { prompt: 'p', image: IMAGE, duration: 4 } };
    const create = async () => String((await call('POST', path, { auth, body })).json['id']);
    const succeeded = await ask(`${predictions}/${await create()}`, auth, ({ status }) => status === 'succeeded');
    expect(succeeded['output']).toMatch(/^http.+\.mp4$/);
    expect(succeeded).toMatchObject({
      error: null,
      data_removed: false,
      metrics: { predict_time: expect.any(Number) as unknown },
    });
    await vendors.setFaults({ match: { kind: 'video' }, fault: 'fail' });
    const failed = await ask(`${predictions}/${await create()}`, auth, ({ status }) => status === 'failed');
    expect([typeof failed['error'], failed['output']]).toEqual(['string', null]);
    await vendors.setFaults({ match: { kind: 'video' }, fault: 'never-finish' });
    const cancelled = await call('POST', `${predictions}/${await create()}/cancel`, { auth });
    expect(cancelled.json['status']).toBe('canceled');
    const { status, json } = await call('GET', predictions, { auth: '' });
    expect([status, json['title']]).toEqual([401, 'Unauthenticated']);
    expect(json['detail']).toBe('You did not pass an authentication token');
  });

  it('as fal', async () => {
    const auth = 'Key id:secret';
    const app = '/fal/fal-ai/kling-video';
    await vendors.setFaults({ match: { kind: 'video' }, fault: 'never-finish' });
    const body = { prompt: 'p', image_url: IMAGE };
    const { json: submitted } = await call('POST', `${app}/v3/standard/image-to-video`, { auth, body });
    expect(submitted).toMatchObject({ status: 'IN_QUEUE', queue_position: 0 });
    const job = `${app}/requests/${String(submitted['request_id'])}`;
    const { json: running } = await call('GET', `${job}/status?logs=1`, { auth });
    expect(keysOf(running)).toEqual(['cancel_url', 'logs', 'request_id', 'response_url', 'status', 'status_url']);
    expect(running['status']).toBe('IN_PROGRESS');
    const cancelled = await call('PUT', `${job}/cancel`, { auth });
    expect([cancelled.status, cancelled.json]).toEqual([202, { status: 'CANCELLATION_REQUESTED' }]);
    const unknown = await call('PUT', `${app}/requests/none/cancel`, { auth });
    expect([unknown.status, unknown.json]).toEqual([404, { status: 'NOT_FOUND' }]);
  });
});
