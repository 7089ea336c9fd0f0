import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../apps/gateway/src/cuts/manifest.contract';
import type { FilmView, SceneView } from '@shared/contracts/film';
import { applyStreamEvent, type Snapshot, type StreamEvent } from '@shared/contracts/film-stream';
import { toMicros } from '@shared/contracts/money';
import { collect, readStream } from '../../apps/gateway/test/read-stream';
import { difference, frameAt, stillOf } from './support/compare-pictures';
import { download, loadFilm, orderFilm, waitForEnd } from './support/film-client';
import { probeFilm } from './support/probe-film';
import { everyUnitOnce, loadPurchases } from './support/simulator-ledger';
import { TestStack } from './support/test-stack';

const ORDER = { scenes: 6, sceneSeconds: 3, resolution: '360p', budgetUsd: '5' };
const PROMPTS = [
  'A lighthouse keeper and a red fox sail out to find a lost star',
  'An old robot plants a forest on the moon',
  'Two sisters race their kites over a desert town',
];
const FRAME_SECONDS = 1 / 24;
/** Of 255: what encoding and scaling may do to a picture. */
const ALIKE = 10;
const MINUTES = 60_000;

describe('five services as processes, on Kafka, Postgres and MinIO', () => {
  const stack = new TestStack({ name: 'films', replicas: { gateway: 2, clipper: 2 }, timeScale: 0.02 });
  let films: FilmView[] = [];
  let stream: { snapshot: Snapshot; events: StreamEvent[] };
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'reelwright-e2e-'));
    await stack.up();
    const orders = await Promise.all(
      PROMPTS.map((prompt, i) => orderFilm(stack.gateway(1 + (i % 2)), { ...ORDER, prompt })),
    );
    [stream, ...films] = await Promise.all([
      followAcrossReplicas(stack, orders[0]?.id ?? ''),
      ...orders.map(({ id }) => waitForEnd(stack.gateway(2), id, 3 * MINUTES)),
    ]);
  }, 5 * MINUTES);

  afterAll(async () => {
    await stack.down({ keepLogs: films.length === 0 || films.some(({ status }) => status !== 'succeeded') });
    await rm(directory, { recursive: true, force: true });
  }, MINUTES);

  it('finish three films of six scenes that were ordered at once', () => {
    expect(films.map(({ status, error, gaps }) => ({ status, error, gaps }))).toEqual(
      PROMPTS.map(() => ({ status: 'succeeded', error: null, gaps: [] })),
    );
    for (const { scenes } of films) expect(chainsOf(scenes)).toHaveLength(2);
  });

  it('tell a client that changes the replica every event once, in order', async () => {
    const { snapshot, events } = stream;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => snapshot.seq + 1 + i));
    expect(events.at(-1)?.name).toBe('film.succeeded');
    const film = events.reduce(applyStreamEvent, snapshot.film);
    expect(film).toEqual(await loadFilm(stack.gateway(1), film.id));
  });

  it.each([0, 1, 2])('cut film %i as ordered: streams, size, frame rate, length', async (i) => {
    const film = filmAt(films, i);
    const path = join(directory, `${film.id}.mp4`);
    await download(stack.gateway(), film.links.video, path);
    const { video, audio, durationSeconds } = await probeFilm(path);
    expect(video).toMatchObject({ codec: 'h264', width: 640, height: 360, fps: 24 });
    expect(audio).toEqual({ codec: 'aac' });
    const ordered = film.scenes.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(Math.abs(durationSeconds - ordered)).toBeLessThanOrEqual(film.scenes.length * FRAME_SECONDS);
    expect(Math.abs(video.frames - ordered * 24)).toBeLessThanOrEqual(film.scenes.length);
  });

  it(
    'begin and end every scene with the keyframes that it was made from',
    async () => {
      const film = filmAt(films, 0);
      const path = join(directory, 'boundaries.mp4');
      await download(stack.gateway(), film.links.video, path);
      const manifest = await loadManifest(film.links.manifest);
      const scenes = await Promise.all(film.scenes.map((scene) => loadBoundaries(path, scene, manifest)));
      for (const [i, { first, last, start, end }] of scenes.entries()) {
        expect(difference(first, start)).toBeLessThan(ALIKE);
        expect(difference(last, end)).toBeLessThan(ALIKE);
        // Three scenes on is the other chain.
        expect(difference(first, scenes[(i + 3) % scenes.length]?.start ?? first)).toBeGreaterThan(ALIKE);
      }
    },
    MINUTES,
  );

  it('start each scene of a chain with the very bytes that ended the one before', async () => {
    for (const { scenes } of films)
      for (const chain of chainsOf(scenes))
        for (const [i, { start }] of chain.entries())
          if (i > 0) expect(start).toMatchObject({ source: 'inherited', sha256: chain[i - 1]?.end.sha256 });
    const [first, second] = filmAt(films, 0).scenes;
    expect(await hashOf(second?.start.link)).toBe(await hashOf(first?.end.link));
    expect(await hashOf(first?.end.link)).toBe(first?.end.sha256);
  });

  it.each([0, 1, 2])('buy every unit of film %i once and book what it cost', async (i) => {
    const film = filmAt(films, i);
    const { timesBought, costMicros } = await loadPurchases(stack.simulator, film.id);
    expect(timesBought).toEqual(everyUnitOnce(film.progress.keyframes.total, film.scenes.length));
    expect(toMicros(film.cost.captured)).toBe(costMicros);
    expect(film.cost.held).toBe('0.000000');
  });

  async function loadManifest(link: string | null): Promise<Manifest> {
    return (await (await fetch(stack.gateway() + (link ?? ''))).json()) as Manifest;
  }

  /** The keyframes of a scene, and the film's own pictures where it begins and ends. */
  async function loadBoundaries(path: string, { n, start, end }: SceneView, { scenes }: Manifest) {
    const { startFrame = 0, frames = 0 } = scenes[n - 1]?.place ?? {};
    return {
      first: await frameAt(path, startFrame * FRAME_SECONDS),
      last: await frameAt(path, (startFrame + frames - 1) * FRAME_SECONDS),
      start: await loadStill(start.link, `${n}-start.png`),
      end: await loadStill(end.link, `${n}-end.png`),
    };
  }

  async function loadStill(link: string | null, name: string): Promise<Uint8Array> {
    const path = join(directory, name);
    await download(stack.gateway(2), link, path);
    return stillOf(path);
  }

  async function hashOf(link: string | null | undefined): Promise<string> {
    const bytes = await download(stack.gateway(), link ?? null, join(directory, 'hashed.png'));
    return createHash('sha256').update(bytes).digest('hex');
  }
});

/** Hangs up twice in mid-film and goes on at the other replica, from the last event that it has. */
async function followAcrossReplicas(stack: TestStack, filmId: string) {
  const follow = (replica: number, lastEventId?: string) =>
    readStream(
      `${stack.gateway(replica)}/v1/films/${filmId}/events`,
      lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    );
  const opening = await collect(follow(1), 5);
  const middle = await collect(follow(2, opening.at(-1)?.id ?? ''), 12);
  const ending = await collect(follow(1, middle.at(-1)?.id ?? ''));
  const [snapshot, ...events] = [...opening, ...middle, ...ending];
  expect(snapshot?.event).toBe('snapshot');
  return { snapshot: snapshot?.data as Snapshot, events: events.map(({ data }) => data as StreamEvent) };
}

function chainsOf(scenes: readonly SceneView[]): SceneView[][] {
  const chains: SceneView[][] = [];
  for (const scene of scenes) {
    const chain = scene.transition === 'cut' ? undefined : chains.at(-1);
    if (chain === undefined) chains.push([scene]);
    else chain.push(scene);
  }
  return chains;
}

function filmAt(films: readonly FilmView[], i: number): FilmView {
  const film = films[i];
  if (film === undefined) throw new Error(`There is no film ${i}`);
  return film;
}
