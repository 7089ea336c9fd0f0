import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { Provider } from '@shared/generation/providers/provider';
import { FalVideo } from '@shared/vendors/fal/fal-video';
import { OpenAiVideos } from '@shared/vendors/openai-videos/openai-videos';
import { ReplicateVideo } from '@shared/vendors/replicate/replicate-video';
import { Recorder } from './recorder';

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
  new OpenAiVideos({ apiKey: 'sk-1', baseUrl: `${url}/v1`, tagPrompts: false }, store);
const replicate: Create = (url, store) =>
  new ReplicateVideo({ apiToken: 'r8_1', baseUrl: `${url}/v1`, webhooks: true }, store);
const fal: Create = (url, store) => new FalVideo({ key: 'id:secret', baseUrl: url, webhooks: true }, store);

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
