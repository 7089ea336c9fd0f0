import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LedgerEntry } from '../../apps/simulator/src/ledger/ledger-view';
import type { Manifest } from '../../apps/gateway/src/cuts/manifest.contract';
import type { FilmView } from '@shared/contracts/film';
import type { StreamEvent } from '@shared/contracts/film-stream';
import type { ModelList } from '@shared/contracts/model-list';
import { toUsd } from '@shared/contracts/money';
import { othersAt, VIDEO_VENDORS, videoVendor } from '../providers/vendors-under-test';
import { FilmBench } from '../revisions/film-bench';
import { download } from './support/film-client';
import { probeFilm } from './support/probe-film';
import { everyUnitOnce } from './support/simulator-ledger';

const SCENES = 6;
/** Almost every model makes clips of this length: who does not is tried without a film. */
const SECONDS = 4;
const SELLERS = VIDEO_VENDORS.filter(({ model }) => model.seconds.includes(SECONDS));
const FPS = 24;
const [fal, vertex] = [videoVendor('fal'), videoVendor('vertex')];

interface Purchase {
  unit: string;
  model: string;
  posts: number;
  costMicros: number;
}

describe('a film of six scenes, from its prompt to the finished cut', () => {
  let bench: FilmBench;
  beforeAll(async () => {
    // One clip after the other, so that a film has a middle.
    const settings = { SIMULATOR_MEDIA: 'stills', SIMULATOR_VIDEO_LATENCY: '40000' };
    bench = await FilmBench.start(settings, (url) => ({ ...othersAt(url), PROVIDER_MAX_IN_FLIGHT: '1' }));
  });
  afterAll(() => bench.stop());

  const order = (prompt: string, ...video: string[]) =>
    bench.order({ prompt, scenes: SCENES, sceneSeconds: SECONDS, resolution: '720p', models: { video } });

  /** All that was asked for a film, as the vendor's own books have it, by attempt: not every vendor keeps more of our labels. */
  async function purchasesOf(filmId: string): Promise<Purchase[]> {
    const attempts = ['planner', 'keyframer', 'clipper'].map(
      (stage) => `SELECT id, unit_kind || '-' || unit_n AS unit FROM ${stage}.attempts WHERE film_id = $1`,
    );
    const rows = await bench.query<{ id: string; unit: string }>(attempts.join(' UNION ALL '), [filmId]);
    const units = new Map(rows.map(({ id, unit }) => [id, unit]));
    const { entries, posts } = await bench.ledger();
    const attemptOf = ({ labels }: LedgerEntry) => labels['attempt'] ?? '';
    return entries
      .filter((entry) => units.has(attemptOf(entry)))
      .map((entry) => ({
        unit: units.get(attemptOf(entry)) ?? '',
        model: entry.model,
        posts: posts[attemptOf(entry)] ?? 0,
        costMicros: entry.costMicros,
      }));
  }

  /** Everything was bought once, by one POST, and what we say it cost is what the vendor says. */
  async function expectBooksToAgree({ id, cost }: FilmView): Promise<Purchase[]> {
    const purchases = await purchasesOf(id);
    const timesBought = Object.fromEntries(
      Object.entries(Object.groupBy(purchases, ({ unit }) => unit)).map(([unit, all]) => [unit, all?.length]),
    );
    const keyframes = purchases.filter(({ unit }) => unit.startsWith('keyframe-')).length;
    expect(timesBought).toEqual(everyUnitOnce(keyframes, SCENES));
    expect(new Set(purchases.map(({ posts }) => posts))).toEqual(new Set([1]));
    expect(cost.captured).toBe(toUsd(purchases.reduce((sum, { costMicros }) => sum + costMicros, 0)));
    expect(cost.held).toBe('0.000000');
    return purchases;
  }

  /** Each clip was made between the very pictures of its scene, and scenes that continue one another share one. */
  async function expectContinuity({ id, scenes }: FilmView, hasLastFrame: boolean): Promise<void> {
    const made = (await bench.ask<Manifest>('GET', `/v1/films/${id}/manifest.json`)).body.scenes;
    const operations = await bench.askedFor();
    for (const [i, { start, end, transition }] of scenes.entries()) {
      const brief = operations.get(made[i]?.clip.attemptId ?? '')?.brief;
      expect(brief).toMatchObject({ firstFrame: start.sha256, lastFrame: hasLastFrame ? end.sha256 : null });
      if (transition === 'continue') expect(start.sha256).toBe(scenes[i - 1]?.end.sha256);
    }
    const pictures = scenes.flatMap(({ start, end }) => [start.sha256, end.sha256]);
    const joined = countJoined(scenes);
    expect(joined).toBeGreaterThan(SCENES / 2);
    expect(new Set(pictures).size).toBe(2 * SCENES - joined);
  }

  /** Of two scenes that share a picture, it is seen once. */
  async function expectFilm({ links, scenes }: FilmView): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'vendor-film-'));
    const path = join(folder, 'film.mp4');
    await download(bench.url, links.video, path);
    const { video, audio, durationSeconds } = await probeFilm(path);
    await rm(folder, { recursive: true });
    const frames = SCENES * SECONDS * FPS - countJoined(scenes);
    expect(video).toEqual({ codec: 'h264', width: 1280, height: 720, fps: FPS, frames });
    expect(audio).toEqual({ codec: 'aac' });
    expect(Math.abs(durationSeconds - frames / FPS)).toBeLessThan(2 / FPS);
  }

  it.each(SELLERS)(
    'is made by $model.model of $model.vendor, each part bought once',
    async ({ model: { model, vendor, lastFrame } }) => {
      const film = await bench.ended((await order(`A ferryman meets the ${vendor} giant`, model)).id);
      expect(film).toMatchObject({ status: 'succeeded', gaps: [] });
      const purchases = await expectBooksToAgree(film);
      const clips = purchases.filter(({ unit }) => unit.startsWith('clip-'));
      expect(new Set(clips.map((clip) => clip.model))).toEqual(new Set([model]));
      await expectContinuity(film, lastFrame);
      await expectFilm(film);
    },
  );

  it('goes on with another vendor when its model is retired in the middle, and buys nothing twice', async () => {
    const [first, second] = [fal.model.model, vertex.model.model];
    const { id } = await order('A ferryman changes his boat', first, second);
    await bench.waitForFilm(id, ({ progress }) => progress.clips.done > 0, 'the first clip of');
    await bench.setFaults({ match: { kind: 'video', model: first }, fault: 'retired', times: SCENES });
    const film = await bench.ended(id);
    await bench.setFaults();
    expect(film).toMatchObject({ status: 'succeeded', gaps: [] });
    await expectFilm(film);

    const purchases = await expectBooksToAgree(film);
    const modelOf = new Map(purchases.map(({ unit, model }) => [unit, model]));
    const switched = film.scenes.filter(({ n }) => modelOf.get(`clip-${n}`) === second).map(({ n }) => n);
    expect(switched.length).toBeGreaterThan(0);
    expect(switched.length).toBeLessThan(SCENES);
    await expectToldEverywhere(film, switched);
  });

  /** The same of each scene in its history, in the events and in the manifest; and of the model in the list of models. */
  async function expectToldEverywhere({ id, scenes }: FilmView, switched: number[]): Promise<void> {
    const words = `${fal.model.model} (fal): `;
    const tells = ({ history }: { history: FilmView['scenes'][number]['history'] }) =>
      history.some(({ event, message }) => event === 'switched' && message.startsWith(words));
    const ns = (of: { n: number; history: FilmView['scenes'][number]['history'] }[]) =>
      of.filter(tells).map(({ n }) => n);
    expect(ns(scenes)).toEqual(switched);

    const json = { accept: 'application/json' };
    const { data } = (
      await bench.ask<{ data: StreamEvent[] }>('GET', `/v1/films/${id}/events?limit=500`, undefined, json)
    ).body;
    const told = data.filter(({ name }) => name === 'unit.switched').flatMap((event) => event.scenes.map(({ n }) => n));
    expect(told.toSorted()).toEqual(switched);

    const manifest = (await bench.ask<Manifest>('GET', `/v1/films/${id}/manifest.json`)).body;
    expect(ns(manifest.scenes)).toEqual(switched);
    const makers = manifest.scenes.map(({ n, clip }) => [n, clip.provider]);
    expect(makers).toEqual(scenes.map(({ n }) => [n, switched.includes(n) ? 'vertex' : 'fal']));

    const { body: list } = await bench.ask<ModelList>('GET', '/v1/models?kind=video');
    expect(list.data.find(({ model }) => model === fal.model.model)).toMatchObject({
      health: 'failing',
      outages: [{ credential: 'default', state: 'shut', reason: { code: 'MODEL_RETIRED' } }],
    });
  }
});

function countJoined(scenes: FilmView['scenes']): number {
  return scenes.filter(({ transition }) => transition === 'continue').length;
}
