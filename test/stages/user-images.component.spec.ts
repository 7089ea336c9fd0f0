import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request as requestHttp, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plannerConfigSchema } from '../../apps/planner/src/config';
import { plannerService } from '../../apps/planner/src/planner.module';
import { readArtifact } from '@shared/artifacts/read-artifact';
import { buildEvent, type EventInput, type FilmEvent } from '@shared/contracts/events';
import type { FilmImages } from '@shared/contracts/film-images';
import type { Network } from '@shared/egress/fetch-public';
import { readImageHeader } from '@shared/media/image-header';
import { PrivateDirectory } from '@shared/media/private-directory';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { waitFor } from '@shared/testing/wait-for';
import { aFilm, aSpec, storeStoryboard } from './film-facts';
import { StageBench } from './stage-bench';

const runner = new FfmpegRunner({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });

async function drawPicture(): Promise<Buffer> {
  await using directory = await PrivateDirectory.create();
  const source = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=640x480', '-frames:v', '1', 'picture.jpg'];
  await runner.ffmpeg(source, { cwd: directory.path });
  return await readFile(directory.file('picture.jpg'));
}

const held = (from: string, field: string) => ({ from, field, source: null, artifact: null, fault: null });
const ada = (url: string, field = 'references[0].image') => ({
  name: 'lamp',
  kind: 'character' as const,
  ...held(url, field),
});

describe('images of users', () => {
  let bench: StageBench;
  let host: Server;
  let requests: string[];
  beforeAll(async () => {
    const picture = await drawPicture();
    requests = [];
    host = createServer(({ url = '' }, response) => {
      requests.push(url);
      const isBusy = url.startsWith('/busy') && requests.filter((other) => other === url).length === 1;
      if (isBusy) return response.writeHead(503).end();
      return url.includes('gone') ? response.writeHead(404).end() : response.end(picture);
    });
    await once(host.listen(0, '127.0.0.1'), 'listening');
    const { port } = host.address() as AddressInfo;
    const network: Network = {
      port,
      isAllowed: () => true,
      resolve: async (name) => {
        if (name === 'nowhere.test') throw Object.assign(new Error('no such name'), { code: 'EAI_AGAIN' });
        return [{ address: '127.0.0.1', family: 4 }];
      },
      open: (options, onAnswer) => requestHttp({ ...options, agent: false }, onAnswer),
    };
    bench = await StageBench.start((env) => plannerService(plannerConfigSchema.parse(env), network));
  });
  afterAll(async () => {
    await bench.stop();
    host.close();
  });

  async function approve(images: FilmImages, changes: Partial<EventInput<'film.ordered'>['spec']> = {}) {
    const film = aFilm();
    const { artifact: storyboard } = await storeStoryboard(bench.store, ['cut', 'cut']);
    const spec = { ...aSpec({ scenes: 2 }), images, ...changes };
    const order = film.ordered({ spec, prompt: null, storyboard });
    await bench.tell(order, order);
    return film;
  }
  const approvalOf = async (filmId: string) => {
    const [approved] = await bench.said(filmId, 'storyboard.approved');
    return (approved as FilmEvent<'storyboard.approved'>).data;
  };

  it('are fetched once, made anew, and told of by their content', async () => {
    const { filmId } = await approve({
      references: [ada('https://images.test/lamp.jpg?once')],
      keyframes: [{ scene: 's1', frame: 'start', ...held('https://images.test/frame.jpg', 'keyframes[0].image') }],
    });
    const { spec, units, scenes } = await approvalOf(filmId);
    const [reference] = spec.images?.references ?? [];
    const [frame] = spec.images?.keyframes ?? [];
    if (!reference?.artifact || !frame?.artifact) throw new Error('both images are there');
    const sizes = [reference.artifact, frame.artifact].map(async (ref) =>
      readImageHeader(await readArtifact(bench.store, ref)),
    );
    expect(await Promise.all(sizes)).toMatchObject([
      { mediaType: 'image/png', width: 640, height: 480 },
      { mediaType: 'image/png', width: 1376, height: 768 },
    ]);
    expect(requests.filter((url) => url.includes('once'))).toHaveLength(1);
    expect(units.find(({ id }) => id === 'keyframe/s1/start')).toMatchObject({
      given: true,
      pinned: { artifact: frame.artifact },
    });
    expect(scenes.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(await bench.ledgerOf(filmId)).toMatchObject({ entries: [] });
  });

  it('are asked for again where their host is out for a moment', async () => {
    const { filmId } = await approve({ references: [ada('https://images.test/busy.jpg')], keyframes: [] });
    const { spec } = await approvalOf(filmId);
    expect(spec.images?.references[0]?.fault).toBeNull();
    expect(requests.filter((url) => url.startsWith('/busy'))).toHaveLength(2);
  });

  it('that cannot be had are left out, and the scenes that name them say so', async () => {
    const { filmId } = await approve({ references: [ada('https://images.test/gone.jpg')], keyframes: [] });
    const { scenes } = await approvalOf(filmId);
    const warning = 'made without the image of lamp: references[0].image: the address answers with HTTP status 404';
    expect(scenes.map(({ warnings }) => warnings)).toEqual([[warning], [warning]]);
  });

  it('of a host that cannot be found are looked for a few times, and not for ever', async () => {
    const { filmId } = await approve({ references: [ada('https://nowhere.test/lamp.jpg')], keyframes: [] });
    const { scenes } = await approvalOf(filmId);
    const warning = 'made without the image of lamp: references[0].image: the address could not be reached';
    expect(scenes.map(({ warnings }) => warnings)).toEqual([[warning], [warning]]);
  });

  it('that cannot be had fail the film where it may not go on without, naming the field, before anything is bought', async () => {
    const { filmId } = await approve(
      {
        references: [ada('https://images.test/lamp.jpg'), ada('https://images.test/gone.jpg', 'references[1].image')],
        keyframes: [],
      },
      { onMissingReference: 'fail' },
    );
    const [failed] = await bench.said(filmId, 'storyboard.failed');
    expect(failed?.data.error).toMatchObject({
      code: 'REFERENCE_UNAVAILABLE',
      message: 'references[1].image: the address answers with HTTP status 404',
      details: { errors: [{ field: 'references[1].image', value: 'https://images.test/gone.jpg' }] },
    });
    expect(await bench.ledgerOf(filmId)).toMatchObject({ entries: [] });
  });

  it('go with the film that they were made for', async () => {
    const images = { references: [ada('https://images.test/lamp.jpg')], keyframes: [] };
    const { filmId } = await approve(images);
    const artifact = (await approvalOf(filmId)).spec.images?.references[0]?.artifact;
    if (!artifact) throw new Error('the image is there');
    await bench.tell(
      buildEvent({ name: 'film.deleted', source: 'gateway', tenantId: 'default', filmId, data: {} }, new Date()),
    );
    const isGone = () =>
      readArtifact(bench.store, artifact).then(
        () => false,
        () => true,
      );
    await waitFor(isGone, { what: 'the end of its image' });
  });
});
