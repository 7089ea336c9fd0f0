import { describe, expect, it } from '@jest/globals';
import { GeminiVideo } from '@shared/vendors/gemini/gemini-video';
import { aServiceAccount } from '../../scripts/smoke/service-account.ts';
import { jsonOf, lineOf, RecordedWire } from './recorded-wire';
import { vendorAdapter, WEBHOOKS } from './vendor-adapter';

// What the official SDKs sent when their traffic was captured, field by field, with our values in the places of the captures'.
const wire = new RecordedWire();
const { recorder, signal, labels, webhook, first: FIRST, last: LAST } = wire;

describe('what is sent to Vertex', () => {
  const token = { body: { access_token: 'ya29.x', expires_in: 3599, token_type: 'Bearer' } };
  const models = 'projects/p/locations/us-central1/publishers/google/models/veo-3.1-generate-001';
  const create = () => {
    const account = JSON.stringify(aServiceAccount(`${recorder.url}/token`));
    const at = { VERTEX_PROJECT: 'p', VERTEX_BASE_URL: recorder.url, VERTEX_OUTPUT_PREFIX: 'gs://b/x/' };
    return vendorAdapter('video', 'vertex', { VERTEX_CREDENTIALS: account, ...at }, wire.store);
  };

  it('is a predictLongRunning as the SDK was captured', async () => {
    recorder.willAnswer(token, { body: { name: `${models}/operations/1` } });
    const request = await wire.submit(create(), wire.request('veo-3.1-generate-001'));
    expect(lineOf(request)).toBe(`POST /v1beta1/${models}:predictLongRunning`);
    expect(request.headers.authorization).toBe('Bearer ya29.x');
    expect(jsonOf(request)).toEqual({
      instances: [
        {
          prompt: 'pan',
          image: { bytesBase64Encoded: FIRST, mimeType: 'image/png' },
          lastFrame: { bytesBase64Encoded: LAST, mimeType: 'image/png' },
        },
      ],
      parameters: {
        sampleCount: 1,
        storageUri: 'gs://b/x/att_1/',
        durationSeconds: 8,
        aspectRatio: '16:9',
        resolution: '1080p',
        personGeneration: 'allow_adult',
        generateAudio: true,
      },
      labels,
    });
  });

  it('asks for an operation by its full name', async () => {
    recorder.willAnswer(token, { body: { name: `${models}/operations/1` } });
    const request = await wire.poll(create(), `${models}/operations/1`, wire.request('veo-3.1-generate-001'));
    expect(lineOf(request)).toBe(`POST /v1beta1/${models}:fetchPredictOperation`);
    expect(jsonOf(request)).toEqual({ operationName: `${models}/operations/1` });
  });
});

describe('what is sent to Gemini', () => {
  it('is an interaction as the SDK was captured', async () => {
    recorder.willAnswer({ body: { id: 'v1_abc', object: 'interaction', status: 'in_progress' } });
    const provider = new GeminiVideo({ apiKey: 'KEY', baseUrl: recorder.url }, wire.store);
    const request = await wire.submit(provider, wire.request('gemini-omni-1.2-flash', 6));
    expect(lineOf(request)).toBe('POST /v1beta/interactions');
    expect(request.headers['x-goog-api-key']).toBe('KEY');
    expect(jsonOf(request)).toEqual({
      model: 'gemini-omni-1.2-flash',
      background: true,
      labels,
      input: [
        { type: 'image', data: FIRST, mime_type: 'image/png' },
        { type: 'image', data: LAST, mime_type: 'image/png' },
        { type: 'text', text: '[# Sources <FIRST_FRAME>@Image1 <LAST_FRAME>@Image2] pan' },
      ],
      response_format: {
        type: 'video',
        delivery: 'uri',
        aspect_ratio: '16:9',
        resolution: '1080p',
        duration: '6s',
      },
      generation_config: { video_config: { task: 'image_to_video' } },
      webhook_config: { uris: [webhook.url], user_metadata: webhook.metadata },
    });
  });
});

describe('what is sent to a gateway of OpenAI’s Videos', () => {
  const create = (more: Record<string, string> = {}) => {
    const at = { OPENAI_VIDEOS_API_KEY: 'sk-1', OPENAI_VIDEOS_BASE_URL: `${recorder.url}/v1` };
    return vendorAdapter('video', 'openai-videos', { ...at, ...more }, wire.store);
  };

  it('is a multipart form as the SDK was captured', async () => {
    recorder.willAnswer({ body: { id: 'video_123', object: 'video', status: 'queued' } });
    const request = await wire.submit(create(), { ...wire.request('sora-2'), resolution: '720p' });
    expect(lineOf(request)).toBe('POST /v1/videos');
    const { authorization, 'content-type': type, 'user-agent': agent, ...headers } = request.headers;
    expect([authorization, agent]).toEqual(['Bearer sk-1', 'OpenAI/JS 7.55.0']);
    expect(type).toMatch(/^multipart\/form-data; boundary=/);
    expect(headers['x-stainless-retry-count']).toBe('0');
    const parts = request.body.toString('latin1');
    const fields = [...parts.matchAll(/name="(\w+)"\r\n\r\n(.*)\r\n/g)].map(([, name, value]) => [name, value]);
    const expected = { model: 'sora-2', prompt: 'pan', seconds: '8', size: '1280x720' };
    expect(Object.fromEntries(fields)).toEqual(expected);
    expect(parts).toMatch(
      /name="input_reference"; filename="first-frame.png"\r\ncontent-type: image\/png\r\n\r\nfirst/i,
    );
  });

  it('asks for a video, and for a page of the list', async () => {
    recorder.willAnswer({ body: { id: 'video_123', status: 'queued' } });
    expect(lineOf(await wire.poll(create(), 'video_123', wire.request('sora-2')))).toBe('GET /v1/videos/video_123');
    recorder.willAnswer({ body: { object: 'list', data: [], has_more: false } });
    await create({ OPENAI_VIDEOS_TAG_PROMPTS: 'true' }).recall('att_1', signal);
    expect(lineOf(wire.sent())).toBe('GET /v1/videos?limit=100&order=desc');
  });
});

describe('what is sent to Replicate', () => {
  const create = () => {
    const at = { REPLICATE_API_TOKEN: 'r8_1', REPLICATE_BASE_URL: `${recorder.url}/v1` };
    return vendorAdapter('video', 'replicate', { ...at, ...WEBHOOKS }, wire.store);
  };
  const hook = 'https://films.example/hook?film=film_1&attempt=att_1&token=t';

  it('is a prediction as the SDK was captured', async () => {
    recorder.willAnswer({ status: 201, body: { id: 'pred1', status: 'starting' } });
    const request = await wire.submit(create(), wire.request('google/veo-3.1-fast'));
    expect(lineOf(request)).toBe('POST /v1/models/google/veo-3.1-fast/predictions');
    expect(request.headers).toMatchObject({ authorization: 'Bearer r8_1', 'user-agent': 'replicate-javascript/1.4.0' });
    // Nobody waits at the other end of a paid POST.
    expect(request.headers).not.toHaveProperty('prefer');
    expect(jsonOf(request)).toEqual({
      webhook: hook,
      webhook_events_filter: ['completed'],
      input: {
        prompt: 'pan',
        image: `data:image/png;base64,${FIRST}`,
        last_frame: `data:image/png;base64,${LAST}`,
        duration: 8,
        resolution: '1080p',
        aspect_ratio: '16:9',
        generate_audio: true,
      },
    });
  });

  it('asks for, cancels and lists predictions', async () => {
    const provider = create();
    recorder.willAnswer({ body: { id: 'pred1', status: 'processing' } }, { body: {} }, { body: { results: [] } });
    expect(lineOf(await wire.poll(provider, 'pred1', wire.request('google/veo-3.1-fast')))).toBe(
      'GET /v1/predictions/pred1',
    );
    await provider.cancel('pred1', signal);
    expect(lineOf(wire.sent())).toBe('POST /v1/predictions/pred1/cancel');
    await provider.recall('att_1', signal);
    expect(lineOf(wire.sent())).toBe('GET /v1/predictions');
  });
});

describe('what is sent to fal', () => {
  const endpoint = 'fal-ai/kling-video/v3/standard/image-to-video';
  const create = () =>
    vendorAdapter('video', 'fal', { FAL_KEY: 'id:secret', FAL_BASE_URL: recorder.url, ...WEBHOOKS }, wire.store);

  it('is a submit as the SDK was captured', async () => {
    recorder.willAnswer({ body: { request_id: 'r1', status: 'IN_QUEUE' } });
    const request = await wire.submit(create(), wire.request(endpoint, 5));
    const hook = encodeURIComponent('https://films.example/hook?film=film_1&attempt=att_1&token=t');
    expect(lineOf(request)).toBe(`POST /${endpoint}?fal_webhook=${hook}`);
    expect(request.headers).toMatchObject({
      authorization: 'Key id:secret',
      'x-fal-queue-priority': 'normal',
      'x-fal-no-retry': '1',
      'user-agent': '@fal-ai/client/1.10.1',
    });
  });

  it('asks and cancels by owner and app, without the rest of the path', async () => {
    const provider = create();
    const requests = '/fal-ai/kling-video/requests/r1';
    recorder.willAnswer({ body: { status: 'COMPLETED' } }, { body: { video: { url: 'x' } } });
    await wire.poll(provider, 'r1', wire.request(endpoint));
    expect(recorder.requests.map(lineOf)).toEqual([`GET ${requests}/status?logs=0`, `GET ${requests}`]);
    recorder.willAnswer({ status: 202, body: { status: 'CANCELLATION_REQUESTED' } });
    await provider.cancel('r1', signal);
    expect(lineOf(wire.sent())).toBe(`PUT ${requests}/cancel`);
  });
});
