import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GeminiVideo } from '@shared/vendors/gemini/gemini-video';
import { GeminiImage } from '@shared/vendors/gemini/gemini-image';
import { GeminiText } from '@shared/vendors/gemini/gemini-text';
import type { PollOutcome } from '@shared/generation/providers/provider';
import { emptyStore } from '@shared/testing/empty-store';

/** What the provider says next, by address. */
const answers = new Map<string, (response: ServerResponse) => void>();
let server: Server;
let settings: { apiKey: string; baseUrl: string };

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const path = url.replace(/\?.*/, '').replace('/v1beta', '');
    const answer = answers.get(path);
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  settings = { apiKey: 'key', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const send =
  (body: unknown, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const signal = new AbortController().signal;
const artifact = { key: 'k', sha256: '0'.repeat(64), bytes: 1, mediaType: 'image/png' };
const clipRequest = {
  model: 'gemini-omni-1.2-flash',
  prompt: 'x',
  firstFrame: artifact,
  lastFrame: artifact,
  seconds: 6,
  aspectRatio: '16:9' as const,
  resolution: '720p' as const,
};
const stillRequest = { model: 'gemini-nano-banana-2.1', prompt: 'x', references: [], aspectRatio: '16:9' as const };
const textRequest = { model: 'gemini-3.8-flash', system: '', prompt: 'x', schema: {} };

const address = (name: string) => `https://generativelanguage.googleapis.com/v1beta/files/${name}:download?alt=media`;
const said = (content: unknown[], more: object = {}) => ({
  id: 'v1_1',
  object: 'interaction',
  status: 'completed',
  created: '2026-11-20T00:00:00Z',
  steps: [{ type: 'model_output', content }],
  ...more,
});
const words = (text: string) => ({ type: 'text', text });
const video = (name = 'abc') => ({ type: 'video', mime_type: 'video/mp4', uri: address(name) });
const used = (modality: string, tokens: number) => ({ usage: { output_tokens_by_modality: [{ modality, tokens }] } });

async function poll(kind: 'clip' | 'still' | 'text', body: unknown, request: object = {}): Promise<PollOutcome> {
  answers.set('/interactions/v1_1', typeof body === 'function' ? (body as (to: ServerResponse) => void) : send(body));
  if (kind === 'clip')
    return new GeminiVideo(settings, emptyStore()).poll('v1_1', { ...clipRequest, ...request }, signal);
  if (kind === 'still')
    return new GeminiImage(settings, emptyStore()).poll('v1_1', { ...stillRequest, ...request }, signal);
  return new GeminiText(settings).poll('v1_1', { ...textRequest, ...request }, signal);
}

describe('what a refusal says', () => {
  it.each([
    ['clip', said([words("I can't generate that. Try rewording your prompt.")]), 'prompt'],
    ['clip', said([words('The last frame shows a public figure.')]), 'end keyframe'],
    [
      'clip',
      { ...said([]), status: 'failed', errors: [{ message: 'First frame unsafe. Support codes: 58061214' }] },
      'start keyframe',
    ],
    ['still', said([words('The provided image 1 cannot be edited.')]), 'reference image 1'],
    ['text', said([words('I cannot write that: it is against our usage policies.')]), 'prompt'],
  ] as const)('of a %s names the input, and costs nothing', async (kind, body, flagged) => {
    expect(await poll(kind, body)).toMatchObject({
      kind: 'failed',
      costMicros: 0,
      error: { code: 'PROVIDER_REFUSED_CONTENT', retryable: false, details: { flagged } },
    });
  });
});

describe('the cost of a result', () => {
  it.each([
    ['the seconds that were made', 'clip', said([video()], used('video', 4 * 5792)), 4 * 69_500],
    ['the seconds that were asked for, where none are reported', 'clip', said([video()]), 6 * 69_500],
    ['the images that were drawn', 'still', said([{ type: 'image', data: 'eA==' }], used('image', 2240)), 2 * 33_600],
    ['one image, where none is reported', 'still', said([{ type: 'image', data: 'eA==' }]), 33_600],
  ] as const)('is that of %s', async (_, kind, body, costMicros) => {
    expect(await poll(kind, body)).toMatchObject({ kind: 'completed', costMicros });
  });

  it('is that of the day on which it was bought', async () => {
    const usage = { usage: { total_input_tokens: 1_000_000, total_output_tokens: 1_000_000 } };
    const boughtAt = (created: string) => poll('text', said([words('{}')], { ...usage, created }));
    expect(await boughtAt('2026-12-31T23:59:59Z')).toMatchObject({ costMicros: 4_500_000 });
    expect(await boughtAt('2027-01-01T00:00:00Z')).toMatchObject({ costMicros: 9_000_000 });
  });

  it('is left to the held price where there is no price any more', async () => {
    expect(await poll('clip', said([video()]), { model: 'dropped' })).toMatchObject({
      kind: 'completed',
      costMicros: null,
    });
    const nothing = { ...said([]), status: 'failed' };
    expect(await poll('clip', nothing, { model: 'dropped' })).toMatchObject({ kind: 'failed', costMicros: 0 });
  });

  it('is owed for a video that was made and is not in the answer', async () => {
    expect(await poll('clip', said([words('done')], used('video', 6 * 5792)))).toMatchObject({
      kind: 'failed',
      costMicros: 6 * 69_500,
      error: { code: 'PROVIDER_FAILED' },
    });
  });
});

describe('an answer to a poll', () => {
  it('that was cut off is handed over as it is', async () => {
    const cut = { ...said([words('{"title":"The cro')]), status: 'incomplete' };
    expect(await poll('text', cut)).toMatchObject({
      kind: 'completed',
      result: { bytes: Buffer.from('{"title":"The cro') },
    });
  });

  it.each([
    ['is waited for while its file is made', { state: 'PROCESSING' }, 200, 'running'],
    ['is a failure where no file could be made', { state: 'FAILED' }, 200, 'failed'],
    ['is left to the download where the file is gone', { error: { code: 403, message: 'no' } }, 403, 'completed'],
    ['is asked for again where the files are down', { error: { code: 503, message: 'no' } }, 503, 'unreadable'],
  ])('%s', async (_, file, status, kind) => {
    answers.set('/files/made', send(file, status));
    expect((await poll('clip', said([video('made')]))).kind).toBe(kind);
  });

  it.each([
    ['is no JSON', send('<html>')],
    [
      'says that there is no such thing',
      send({ error: { message: 'Invalid interaction name', code: 'invalid_request' } }, 400),
    ],
    ['is an error', send({}, 500)],
    ['breaks off', (response: ServerResponse) => response.writeHead(200, { 'content-length': '9' }).destroy()],
    ['has no end', (response: ServerResponse) => response.writeHead(200).end(Buffer.alloc(65 * 2 ** 20, ' '))],
  ])('that %s says nothing about money', async (_, answer) => {
    expect((await poll('clip', answer)).kind).toBe('unreadable');
  });
});
