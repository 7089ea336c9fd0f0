import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { Provider } from '@shared/generation/providers/provider';
import { Recorder } from './recorder';
import { vendorAdapter } from './vendor-adapter';

const recorder = new Recorder();
const signal = new AbortController().signal;
let directory: string;

beforeAll(async () => {
  await recorder.start();
  directory = await mkdtemp(join(tmpdir(), 'result-wire-'));
});
afterAll(async () => {
  await recorder.close();
  await rm(directory, { recursive: true, force: true });
});

type Create = (url: string, store: DirectoryStore) => Pick<Provider, 'download'>;

const openai: Create = (url, store) =>
  vendorAdapter(
    'video',
    'openai-videos',
    { OPENAI_VIDEOS_API_KEY: 'sk-1', OPENAI_VIDEOS_BASE_URL: `${url}/v1` },
    store,
  );
const replicate: Create = (url, store) =>
  vendorAdapter('video', 'replicate', { REPLICATE_API_TOKEN: 'r8_1', REPLICATE_BASE_URL: `${url}/v1` }, store);
const fal: Create = (url, store) => vendorAdapter('video', 'fal', { FAL_KEY: 'id:secret', FAL_BASE_URL: url }, store);

describe('a result is asked for', () => {
  it.each([
    [
      'OpenAI’s Videos by its content, with the key',
      openai,
      '/v1/videos/video_123/content?variant=video',
      'Bearer sk-1',
    ],
    ['Replicate with the token', replicate, '/v1/output.mp4', 'Bearer r8_1'],
    ['fal without a key', fal, '/files/output.mp4', undefined],
  ])('at %s', async (_, create, path, authorization) => {
    recorder.willAnswer({ body: 'mp4', headers: { 'content-type': 'video/mp4' } });
    const { stream } = await create(recorder.url, new DirectoryStore(directory)).download(recorder.url + path, signal);
    stream.destroy();
    const [sent] = recorder.requests;
    expect([sent?.method, sent?.path, sent?.headers.authorization]).toEqual(['GET', path, authorization]);
    expect(sent?.body).toHaveLength(0);
  });
});
