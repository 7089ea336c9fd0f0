import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GeminiVideo } from '@shared/vendors/gemini/gemini-video';
import { GeminiImage } from '@shared/vendors/gemini/gemini-image';
import { GeminiText } from '@shared/vendors/gemini/gemini-text';
import { buildStoryboardPrompt } from '../../apps/planner/src/storyboards/build-storyboard-prompt';
import { readStoryboard } from '../../apps/planner/src/storyboards/read-storyboard';
import { buildModelSchema, buildOrderedSchema } from '../../apps/planner/src/storyboards/storyboard-json-schema';
import { loadSimulatorConfig } from '../../apps/simulator/src/config';
import { type RunningSimulator, startSimulator } from '../../apps/simulator/src/start-simulator';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { describeStoryboard } from '@shared/build-graph/describe-storyboard';
import { createFilmSchema, toSpec } from '@shared/contracts/order';
import type { PollOutcome, Provider, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { waitFor } from '@shared/testing/wait-for';

let simulator: RunningSimulator;
let directory: string;
let store: DirectoryStore;
const signal = new AbortController().signal;
const labels = { attempt: 'att_1', unit: 'unit-1', film: 'film_1' };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gemini-spec-'));
  store = new DirectoryStore(join(directory, 'store'));
  await store.prepare();
  const env = {
    SIMULATOR_PORT: '0',
    SIMULATOR_DATA: join(directory, 'simulator'),
    SIMULATOR_TIME_SCALE: '0.001',
    SIMULATOR_ADMIN: 'true',
  };
  simulator = await startSimulator(loadSimulatorConfig(env));
});

afterAll(async () => {
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});

afterEach(() => fetch(`${simulator.url}/simulator/faults`, { method: 'DELETE' }));

const settings = () => ({ apiKey: 'key', baseUrl: simulator.url });

interface Ledger {
  entries: { id: string; kind: string; costMicros: number; labels: Record<string, string> }[];
  posts: Record<string, number>;
}

async function ledger(): Promise<Ledger> {
  return (await fetch(`${simulator.url}/simulator/ledger`)).json() as Promise<Ledger>;
}

async function setFault(fault: object): Promise<void> {
  const response = await fetch(`${simulator.url}/simulator/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([fault]),
  });
  expect(response.status).toBeLessThan(300);
}

async function send<R>(
  provider: Provider<R>,
  request: R,
  changes: Partial<SubmitContext> = {},
): Promise<SubmitOutcome> {
  const context = { labels, idempotencyKey: 'key', isStillMine: () => true, signal, ...changes };
  return provider.submit(await provider.compose(request, context.signal), context);
}

async function finish<R>(provider: Provider<R>, request: R): Promise<{ outcome: PollOutcome; costInLedger: number }> {
  const submitted = await send(provider, request);
  if (submitted.kind !== 'accepted')
    throw new Error(`not accepted: ${JSON.stringify(submitted)}`, {
      cause: submitted.kind === 'completed' ? undefined : submitted.error,
    });
  const outcome = await waitFor(async () => {
    const polled = await provider.poll(submitted.operationId, request, signal);
    return polled.kind === 'running' ? null : polled;
  });
  const entry = (await ledger()).entries.find(({ id }) => id === submitted.operationId);
  return { outcome, costInLedger: entry?.costMicros ?? -1 };
}

const spec = toSpec(createFilmSchema.parse({ prompt: 'x', scenes: 4, sceneSeconds: 3, resolution: '360p' }));
const storyboard = {
  prompt: 'A lighthouse keeper finds a bottle',
  spec,
  model: 'gemini-3.8-flash',
  takes: {},
  notes: {},
};
const textRequest = {
  model: 'gemini-3.8-flash',
  system: 'You are a director',
  prompt: buildStoryboardPrompt(describeStoryboard(storyboard).inputs),
  schema: buildModelSchema(spec),
};
const imageRequest = {
  model: 'gemini-nano-banana-2.1',
  prompt: 'Scene 1 of 4, start frame',
  references: [],
  aspectRatio: '16:9' as const,
};

async function drawFrame(name: string, prompt: string) {
  const { outcome } = await finish(new GeminiImage(settings(), store), { ...imageRequest, prompt });
  if (outcome.kind !== 'completed' || outcome.result.kind !== 'inline') throw new Error(outcome.kind);
  return store.put(name, outcome.result.bytes, { mediaType: outcome.result.mediaType });
}

describe('the Gemini adapters, by the real SDK', () => {
  it('get a storyboard that fits its order, at the cost that the provider books', async () => {
    const { outcome, costInLedger } = await finish(new GeminiText(settings()), textRequest);
    if (outcome.kind !== 'completed' || outcome.result.kind !== 'inline') throw new Error(JSON.stringify(outcome));
    const storyboard = readStoryboard(outcome.result.bytes.toString(), buildOrderedSchema(spec));
    expect(storyboard.scenes).toHaveLength(4);
    expect(outcome.costMicros).toBe(costInLedger);
  });

  it('get an image drawn from another, at the cost that the provider books', async () => {
    const first = await drawFrame('first.png', 'Scene 1 of 4, start frame');
    const request = { ...imageRequest, prompt: 'Scene 1 of 4, end frame', references: [first] };
    const { outcome, costInLedger } = await finish(new GeminiImage(settings(), store), request);
    expect(outcome).toMatchObject({ kind: 'completed', result: { mediaType: 'image/png' }, costMicros: costInLedger });
  });

  it('get a video between two frames and download it, at the cost that the provider books', async () => {
    const [firstFrame, lastFrame] = [await drawFrame('a.png', 'start'), await drawFrame('b.png', 'end')];
    const provider = new GeminiVideo(settings(), store);
    const request = {
      model: 'gemini-omni-1.2-flash',
      prompt: 'slow push-in',
      firstFrame,
      lastFrame,
      seconds: 3,
      aspectRatio: '16:9' as const,
      resolution: '360p' as const,
    };
    const { outcome, costInLedger } = await finish(provider, request);
    if (outcome.kind !== 'completed' || outcome.result.kind !== 'remote') throw new Error(JSON.stringify(outcome));
    const { stream, bytes } = await provider.download(outcome.result.address, signal);
    const video = await buffer(stream);
    expect(video.length).toBe(bytes);
    expect(video.toString('latin1', 4, 8)).toBe('ftyp');
    expect(outcome.costMicros).toBe(costInLedger);
  });

  it('tell a quota of the day from one of the minute', async () => {
    await setFault({ match: { kind: 'image' }, fault: '429-day', times: 9 });
    const outcome = await send(new GeminiImage(settings(), store), imageRequest);
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'PROVIDER_QUOTA_EXHAUSTED' } });
  });

  it('learn nothing about the operation from a poll that fails', async () => {
    const provider = new GeminiImage(settings(), store);
    const submitted = await send(provider, imageRequest);
    if (submitted.kind !== 'accepted') throw new Error(submitted.kind);
    await setFault({ match: { operation: 'poll' }, fault: '500' });
    expect(await provider.poll(submitted.operationId, imageRequest, signal)).toMatchObject({ kind: 'unreadable' });
  });
});
