import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Provider } from '@shared/generation/providers/provider';
import { GeminiImage } from '@shared/vendors/gemini/gemini-image';
import { GeminiText } from '@shared/vendors/gemini/gemini-text';
import { GeminiVideo } from '@shared/vendors/gemini/gemini-video';
import { waitFor } from '@shared/testing/wait-for';
import { type Recorded, Recorder } from './recorder';
import { PIXELS, SimulatedVendors } from './simulated-vendors';

// What the SDK sent when its traffic was captured, and what Google answered, field by field, with our values in the captures' places.
const recorder = new Recorder();
const signal = new AbortController().signal;
const labels = { attempt: 'att_1', unit: 'unit-1', film: 'film_1' };
const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
const started: SimulatedVendors[] = [];

beforeAll(async () => {
  await recorder.start();
  started.push(await SimulatedVendors.start());
});
afterEach(() => simulated().setFaults());
afterAll(() => Promise.all([recorder.close(), simulated().close()]));

function simulated(): SimulatedVendors {
  const [vendors] = started;
  if (!vendors) throw new Error('nothing was started');
  return vendors;
}

const settings = () => ({ apiKey: 'KEY', baseUrl: recorder.url });
const lineOf = ({ method, path }: Recorded): string => `${method} ${path}`;
const last = (): Recorded => recorder.requests.at(-1) ?? { method: '', path: '', headers: {}, body: Buffer.alloc(0) };

async function submit<R>(provider: Provider<R>, request: R): Promise<Recorded> {
  recorder.willAnswer({ body: { id: 'v1_abc', object: 'interaction', status: 'in_progress' } });
  const context = { labels, idempotencyKey: 'k', isStillMine: () => true, signal };
  await provider.submit(await provider.compose(request, signal), context);
  return last();
}

describe('what is sent to Gemini', () => {
  it('is structured text over interactions, with the headers of the SDK', async () => {
    const request = { model: 'gemini-3.8-flash', system: 'You are a director', prompt: 'Storyboard', schema };
    const sent = await submit(new GeminiText(settings()), request);
    expect(lineOf(sent)).toBe('POST /v1beta/interactions');
    const { 'user-agent': agent, 'x-goog-api-client': client, ...headers } = sent.headers;
    expect([agent, client]).toEqual(Array(2).fill(expect.stringMatching(/^google-genai-sdk\/3\.1\.0 gl-node\/v\d/)));
    const json = 'application/json';
    expect(headers).toMatchObject({ 'content-type': json, accept: json, cookie: '', 'x-goog-api-key': 'KEY' });
    expect(JSON.parse(sent.body.toString())).toEqual({
      model: 'gemini-3.8-flash',
      background: true,
      labels,
      system_instruction: 'You are a director',
      input: 'Storyboard',
      response_format: { type: 'text', mime_type: 'application/json', schema },
      generation_config: { thinking_level: 'low' },
    });
  });

  it('is an image drawn after another, over interactions', async () => {
    const { store, frames } = simulated();
    const model = 'gemini-nano-banana-2.1';
    const request = { model, prompt: 'Keyframe 3', references: [frames.firstFrame], aspectRatio: '16:9' as const };
    const sent = await submit(new GeminiImage(settings(), store), request);
    expect(lineOf(sent)).toBe('POST /v1beta/interactions');
    expect(JSON.parse(sent.body.toString())).toEqual({
      model,
      background: true,
      labels,
      input: [
        { type: 'text', text: 'Keyframe 3' },
        { type: 'image', mime_type: 'image/png', data: PIXELS.first },
      ],
      response_format: { type: 'image', mime_type: 'image/png', aspect_ratio: '16:9', image_size: '1K' },
    });
  });

  it('is a poll, a cancel, and the question for a file and its bytes', async () => {
    const video = new GeminiVideo(settings(), simulated().store);
    const address = 'https://generativelanguage.googleapis.com/v1beta/files/abc123:download?alt=media';
    const content = [{ type: 'video', mime_type: 'video/mp4', uri: address }];
    const completed = { id: 'v1_abc', status: 'completed', steps: [{ type: 'model_output', content }] };
    recorder.willAnswer({ body: completed }, { body: { name: 'files/abc123', state: 'ACTIVE' } }, { body: {} });
    const { firstFrame, lastFrame } = simulated().frames;
    const form = { seconds: 3, aspectRatio: '16:9', resolution: '720p' } as const;
    const request = { model: 'gemini-omni-1.2-flash', prompt: 'pan', firstFrame, lastFrame, ...form };
    expect(await video.poll('v1_abc', request, signal)).toMatchObject({ result: { address } });
    await video.cancel('v1_abc', signal);
    const lines = ['GET /v1beta/interactions/v1_abc?stream=false', 'GET /v1beta/files/abc123'];
    expect(recorder.requests.map(lineOf)).toEqual([...lines, 'POST /v1beta/interactions/v1_abc/cancel']);
    expect(last().headers['content-length']).toBe('0');
    recorder.willAnswer({ body: {}, headers: { 'content-type': 'video/mp4' } });
    const { stream } = await video.download(address, signal);
    stream.destroy();
    expect(lineOf(last())).toBe('GET /v1beta/files/abc123:download?alt=media');
    expect(last().headers['x-goog-api-key']).toBe('KEY');
  });
});

type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: unknown) {
  const headers = { 'x-goog-api-key': 'KEY', ...(body !== undefined && { 'content-type': 'application/json' }) };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await fetch(simulated().url + path, init);
  return { status: answer.status, type: answer.headers.get('content-type'), json: (await answer.json()) as Json };
}

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown;
const TEXT = expect.any(String) as unknown;
const COUNT = expect.any(Number) as unknown;

describe.each(['/v1', '/v1beta'])('what the simulator answers as Gemini at %s', (version) => {
  const video = { model: 'gemini-omni-1.2-flash', background: true, input: 'pan' };
  const response_format = { type: 'video', delivery: 'uri', resolution: '720p', duration: '3s' };

  async function finish(body: object): Promise<Json> {
    const { json } = await call('POST', `${version}/interactions`, body);
    return waitFor(async () => {
      const asked = await call('GET', `${version}/interactions/${String(json['id'])}?stream=false`);
      return ['queued', 'in_progress'].includes(String(asked.json['status'])) ? null : asked.json;
    });
  }

  it('is an interaction that runs, and when it is over has steps and usage', async () => {
    await simulated().setFaults({ match: { kind: 'video' }, fault: 'late', delayMs: 300 });
    const body = { ...video, response_format };
    const { status, type, json } = await call('POST', `${version}/interactions`, body);
    expect([status, type]).toEqual([200, 'application/json; charset=UTF-8']);
    const bare = { object: 'interaction', model: video.model, created: TIME, updated: TIME };
    const id = expect.stringMatching(/^v1_/) as unknown;
    expect(json).toEqual({ id, ...bare, status: expect.stringMatching(/^(queued|in_progress)$/) as unknown });
    const output = { type: 'video', mime_type: 'video/mp4', uri: expect.stringMatching(FILE) as unknown };
    expect(await finish(body)).toEqual({
      id,
      ...bare,
      status: 'completed',
      steps: [
        { type: 'user_input', content: [{ type: 'text', text: 'pan' }] },
        { type: 'thought', signature: TEXT },
        { type: 'model_output', content: [output] },
      ],
      usage: {
        total_input_tokens: COUNT,
        total_output_tokens: 17_376,
        total_thought_tokens: COUNT,
        total_tokens: COUNT,
        output_tokens_by_modality: [{ modality: 'video', tokens: 17_376 }],
      },
    });
  });

  it('is an end without a result: a failure with its errors, a refusal in words', async () => {
    await simulated().setFaults({ match: { kind: 'video' }, fault: 'fail' });
    const failed = await finish(video);
    expect(failed).toMatchObject({ status: 'failed', errors: [{ code: TEXT, message: TEXT }] });
    await simulated().setFaults({ match: { kind: 'video' }, fault: 'refuse' });
    const refused = await finish(video);
    expect(refused).toMatchObject({ status: 'completed', steps: [{}, { content: [{ type: 'text', text: TEXT }] }] });
    expect(JSON.stringify(refused['usage'])).not.toContain('"modality":"video"');
  });

  it('is an error of its own form for an unknown id, and nothing after a deletion', async () => {
    const unknown = await call('GET', `${version}/interactions/x`);
    const message = 'Invalid interaction name: interactions/x';
    expect([unknown.status, unknown.json]).toEqual([400, { error: { message, code: 'invalid_request' } }]);
    const { json } = await call('POST', `${version}/interactions`, video);
    expect((await call('DELETE', `${version}/interactions/${String(json['id'])}`)).json).toEqual({});
  });

  it('is text and an image by generateContent', async () => {
    const contents = [{ role: 'user', parts: [{ text: 'Write a storyboard' }] }];
    const generationConfig = { responseMimeType: 'application/json', responseJsonSchema: schema };
    const text = await call('POST', `${version}/models/gemini-3.8-flash:generateContent`, {
      contents,
      generationConfig,
    });
    const usage = {
      promptTokenCount: COUNT,
      candidatesTokenCount: COUNT,
      thoughtsTokenCount: 0,
      totalTokenCount: COUNT,
    };
    const said = { content: { role: 'model', parts: [{ text: TEXT }] }, finishReason: 'STOP', index: 0 };
    const model = { modelVersion: 'gemini-3.8-flash', responseId: TEXT };
    expect(text.json).toEqual({ candidates: [said], usageMetadata: usage, ...model });
    const config = { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9', imageSize: '2K' } };
    const drawing = { contents, generationConfig: config };
    const image = await call('POST', `${version}/models/gemini-nano-banana-2.1:generateContent`, drawing);
    const part = { inlineData: { mimeType: 'image/png', data: TEXT }, thoughtSignature: TEXT };
    expect(image.json).toMatchObject({ candidates: [{ content: { role: 'model', parts: [part] } }] });
  });
});

const FILE = /^https:\/\/generativelanguage\.googleapis\.com\/v1beta\/files\/[a-z0-9]{12}:download\?alt=media$/;
