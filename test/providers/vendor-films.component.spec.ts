import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clipperService } from '../../apps/clipper/src/clipper.module';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import { modelsSchema } from '@shared/contracts/models';
import { aFilm, storeStoryboard } from '../stages/film-facts';
import { StageBench } from '../stages/stage-bench';
import { PLANTED_SECRET } from './simulated-vendors';
import { othersAt, VIDEO_VENDORS, videoVendor } from './vendors-under-test';

const SCENES = 6;
/** Almost every model makes clips of this length. */
const SECONDS = 4;
const SHAPE = { resolution: '720p' } as const;
const MODELS = VIDEO_VENDORS.map(({ model }) => model);
const [fal, vertex] = [videoVendor('fal'), videoVendor('vertex')];

describe('a film of six scenes', () => {
  let bench: StageBench;
  let keyframes: ArtifactRef[];

  beforeAll(async () => {
    bench = await StageBench.start((env) =>
      clipperService(clipperConfigSchema.parse({ ...env, ...othersAt(env['GEMINI_BASE_URL'] ?? '') })),
    );
    const shades = Array.from({ length: SCENES + 1 }, (_, i) => i * 20);
    keyframes = await Promise.all(
      shades.map((shade) => bench.store.put(`keyframes/${shade}.png`, onePixel(shade), { mediaType: 'image/png' })),
    );
  });
  afterAll(() => bench.stop());

  /** Everything that is known of it but its keyframes. */
  async function approve([video = '', ...fallbacks]: string[], changes: object = {}, seconds = SECONDS) {
    const film = aFilm();
    const transitions = Array.from({ length: SCENES }, () => 'continue' as const);
    const stored = await storeStoryboard(bench.store, transitions, film.filmId, seconds);
    const models = { image: 'any', video, fallbacks: { text: [], image: [], video: fallbacks } };
    await bench.tell(film.approved(stored, { ...SHAPE, ...changes }, modelsSchema.parse(models)));
    const draw = (from: number, to: number) =>
      bench.tell(...keyframes.slice(from, to).map((artifact, i) => film.keyframeReady(from + i, artifact)));
    return { filmId: film.filmId, draw };
  }

  const named = <N extends EventName>(events: FilmEvent[], name: N): FilmEvent<N>[] =>
    events.filter((event): event is FilmEvent<N> => event.name === name);

  /** What was paid by our books, which are those of the vendor, and every clip once. */
  async function expectBooksToAgree(filmId: string): Promise<void> {
    const events = await bench.settled(filmId);
    const captured = named(events, 'attempt.settled').reduce((sum, { data }) => sum + data.capturedMicros, 0);
    const { entries, posts, costMicros } = await bench.ledgerOf(filmId);
    expect(entries.map(({ labels }) => labels['attempt'])).toHaveLength(SCENES);
    expect(posts).toBe(SCENES);
    expect(captured).toBe(costMicros);
    expect(captured).toBeGreaterThan(0);
    expect(named(events, 'attempt.submitted')).toHaveLength(SCENES);
    expect(JSON.stringify(events)).not.toContain(PLANTED_SECRET);
  }

  it.each(MODELS)(
    'is made by $model of $vendor, each clip where the last one ends',
    async ({ model, lastFrame, vendor, seconds }) => {
      const length = seconds.includes(SECONDS) ? SECONDS : seconds[0];
      const { filmId, draw } = await approve([model], {}, length);
      await draw(0, SCENES + 1);
      const ready = await bench.said(filmId, 'clip.ready', SCENES);
      expect(ready.map(({ data }) => data.scene).sort()).toEqual([1, 2, 3, 4, 5, 6]);
      const asked = await bench.askedFor(filmId);
      const clips = Array.from({ length: SCENES }, (_, i) => asked.get(`clip-${i + 1}`)?.brief);
      const frames = clips.map((brief) => (brief?.kind === 'video' ? [brief.firstFrame, brief.lastFrame] : []));
      expect(new Set(frames.map(([first]) => first)).size).toBe(SCENES);
      // Between its own two keyframes, or from the first of them where the model takes no more.
      for (const [i, [, last]] of frames.entries()) expect(last).toBe(lastFrame ? (frames[i + 1]?.[0] ?? last) : null);
      await expectBooksToAgree(filmId);
      const [submitted] = await bench.said(filmId, 'attempt.submitted');
      expect(submitted?.data).toMatchObject({ provider: vendor, model });
    },
  );

  it('goes on with another vendor when its model is retired in the middle of it', async () => {
    const { filmId, draw } = await approve([fal.model.model, vertex.model.model]);
    await draw(0, 4);
    await bench.said(filmId, 'clip.ready', 3);
    await bench.setFaults({ match: { kind: 'video' }, fault: 'retired' });
    await draw(4, 5);
    await bench.said(filmId, 'clip.ready', 4);
    await draw(5, SCENES + 1);
    await bench.said(filmId, 'clip.ready', SCENES);
    const entries = (await bench.ledgerOf(filmId)).entries.map(({ model }) => model);
    expect(entries).toEqual([...Array<string>(3).fill(fal.model.model), ...Array<string>(3).fill(vertex.model.model)]);
    // One POST found it out; the scenes behind it did not ask again.
    const switched = named(await bench.settled(filmId), 'unit.switched').map(({ data }) => data);
    expect(switched).toMatchObject(
      Array(3).fill({
        provider: 'vertex',
        model: vertex.model.model,
        from: { provider: 'fal', model: fal.model.model },
        reason: { code: 'MODEL_RETIRED' },
      }),
    );
    const posts = named(await bench.settled(filmId), 'attempt.submitted');
    expect(posts.map(({ data }) => data.provider)).toEqual([
      ...Array<string>(4).fill('fal'),
      ...Array<string>(3).fill('vertex'),
    ]);
    await bench.setFaults();
  });

  it('is not bought from a model that cannot make it', async () => {
    const { filmId, draw } = await approve([fal.model.model], { resolution: '1080p' });
    await draw(0, SCENES + 1);
    const failed = await bench.said(filmId, 'clip.failed', SCENES);
    expect(failed.map(({ data }) => data.error.code)).toEqual(Array(SCENES).fill('INVALID_INPUT'));
    expect(failed[0]?.data.error.message).toBe(`resolution must be 720p for ${fal.model.model}, and is 1080p`);
    expect((await bench.ledgerOf(filmId)).entries).toEqual([]);
  });
});

/** A grey PNG of one pixel. */
function onePixel(shade: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.from([0, shade]));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}
