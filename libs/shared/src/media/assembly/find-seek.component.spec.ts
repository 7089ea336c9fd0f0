import { describe, expect, it } from '@jest/globals';
import { startAssemblyTools } from '@shared/testing/assembly-tools';
import { testMediaTools } from '@shared/testing/make-clip';
import { makeNumberedClip, readNumbers } from '@shared/testing/numbered-clip';
import { PrivateDirectory } from '../private-directory';
import { FfmpegRunner, type RunOptions } from '../run-ffmpeg';
import { FilmAssembly } from './film-assembly';

const target = { width: 320, height: 180, frameRate: '24/1', loudnessLufs: -16 };
const scenes = [1, 2].map((n) => ({ n, seconds: 3, join: { kind: 'continue' as const, seconds: 0 } }));

const { encoders } = startAssemblyTools();

class WatchedRunner extends FfmpegRunner {
  /** From when on clips were decoded for their frames; null is their beginning. */
  readonly seeks: (number | null)[] = [];

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    if (args.join(' ').includes('trim='))
      this.seeks.push(args.includes('-ss') ? Number(args[args.indexOf('-ss') + 1]) : null);
    return super.ffmpeg(args, options);
  }
}

async function makeFilm(encoder: string[]) {
  await using directory = await PrivateDirectory.create();
  const runner = new WatchedRunner(testMediaTools);
  await using film = await FilmAssembly.begin({ runner, encoders }, { target, scenes }, { parent: directory.path });
  for (const n of [1, 2]) {
    await film.add({
      n,
      path: await makeNumberedClip({ path: directory.file(`c${n}.mp4`), id: n, frames: 72, encoder }),
    });
  }
  await film.finish(directory.file('film.mp4'));
  return { seeks: runner.seeks, frames: await readNumbers(directory.file('film.mp4')) };
}

const numbers = (id: number, count: number) => Array.from({ length: count }, (_, number) => ({ id, number }));
const film = [...numbers(1, 71), ...numbers(2, 72)];

describe('a clip whose last frame others need, in a scene that is continued', () => {
  it.each(['12', '24'])(
    'is decoded from the last start before them, where one comes every %s frames',
    async (group) => {
      const { seeks, frames } = await makeFilm(['-bf', '3', '-g', group]);
      expect(frames).toEqual(film);
      expect(seeks).toEqual([expect.closeTo(68 / 24 - 1, 0)]);
    },
  );

  it('is decoded from its beginning where the file calls starts what others are needed for', async () => {
    const { seeks, frames } = await makeFilm(['-bf', '3', '-g', '24', '-x264-params', 'open-gop=1']);
    expect(frames).toEqual(film);
    expect(seeks).toEqual([null]);
  });
});

it('has nothing decoded of a clip whose last frame no other needs', async () => {
  expect(await makeFilm(['-bf', '0'])).toEqual({ seeks: [], frames: film });
});
