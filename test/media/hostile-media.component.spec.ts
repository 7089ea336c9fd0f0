import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { startAssemblyTools } from '@shared/testing/assembly-tools';
import { AppError } from '@shared/errors/app-error';
import { FilmAssembly } from '@shared/media/assembly/film-assembly';
import { ClipChecker } from '@shared/media/clip-checker';
import { GatedProgram } from '@shared/media/gated-program';
import { PrivateDirectory } from '@shared/media/private-directory';
import { probeVideo } from '@shared/media/probe-media';
import { CLIP_READING, readClipNow } from '@shared/media/read-clip-now';
import { buildReadThroughArguments } from '@shared/media/read-through-arguments';
import { FfmpegRunner, type RunOptions, SOUND_LIMITS } from '@shared/media/run-ffmpeg';
import { testMediaTools } from '@shared/testing/make-clip';
import { makeNumberedClip, readBeeps, readNumbers } from '@shared/testing/numbered-clip';
import { type MakeFile, REFUSED, TAKEN } from './hostile-files';

const tools = startAssemblyTools();
const { runner, encoders } = tools;
const checker = new ClipChecker(runner);
const target = { width: 320, height: 180, frameRate: '24/1', loudnessLufs: -16 };
const scenes = [1, 2, 3].map((n) => ({ n, seconds: 2, join: { kind: 'cut' as const, seconds: 0 } }));
const numbers = (id: number) => Array.from({ length: 48 }, (_, number) => ({ id, number }));

async function setup(makeFile: MakeFile) {
  const directory = await PrivateDirectory.create();
  const work = await PrivateDirectory.create(directory.path);
  const path = directory.file('c2.mp4');
  await makeFile(path);
  return { directory, work, path, [Symbol.asyncDispose]: async () => directory[Symbol.asyncDispose]() };
}

describe('a file that is no clip', () => {
  it.each(Object.entries(REFUSED))('is refused within ten seconds and half a gigabyte: %s', async (_, makeFile) => {
    await using file = await setup(makeFile);
    const { path } = file;
    const begun = performance.now();
    const samplesPath = file.directory.file('sound.s16');
    const error = await checker.check(path, { seconds: 2 }, { samplesPath }).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'MEDIA_INVALID' });
  });
});

describe('a file that a program which was started before reads', () => {
  // Nothing reads the million edits to their end: they are refused before.
  const files = Object.entries({ ...REFUSED, ...TAKEN }).filter(([name]) => name !== 'a million edits');

  it.each(files)('has the same end, and the same sound: %s', async (_, makeFile) => {
    await using file = await setup(makeFile);
    const { directory, work, path } = file;
    const sound = (name: string) => ({ startSeconds: 0, seconds: 2.5, outputFile: directory.file(name) });
    const early = await GatedProgram.start(runner, CLIP_READING, 60_000);
    const [known] = await Promise.allSettled([
      runner.ffmpeg(buildReadThroughArguments([{ path, sound: sound('known.s16') }]), {
        cwd: work.path,
        limits: SOUND_LIMITS,
      }),
    ]);
    const [read] = await Promise.allSettled([readClipNow(early, { path, sound: sound('read.s16') })]);
    await early.left;
    expect(read.status).toBe(known.status);
    if (known.status === 'fulfilled') {
      expect(await readFile(directory.file('read.s16'))).toEqual(await readFile(directory.file('known.s16')));
    }
  });
});

describe('a clip that is odd', () => {
  it.each(Object.entries(TAKEN))(
    'becomes its two seconds of the film, and its neighbours stay whole: %s',
    async (_, makeFile) => {
      await using file = await setup(makeFile);
      const { directory, work, path } = file;
      const begun = performance.now();
      const samplesPath = directory.file('sound.s16');
      const { facts, hasSamples } = await checker.check(path, { seconds: 2 }, { samplesPath });
      expect(performance.now() - begun).toBeLessThan(10_000);
      const film = directory.file('film.mp4');
      {
        await using assembly = await FilmAssembly.begin(tools, { target, scenes }, { parent: work.path });
        for (const n of [1, 3])
          await assembly.add({ n, path: await makeNumberedClip({ path: directory.file(`c${n}.mp4`), id: n }) });
        await assembly.add({ n: 2, path, facts, loadSamples: hasSamples ? () => readFile(samplesPath) : undefined });
        await assembly.finish(film);
      }
      expect(await readdir(work.path)).toEqual([]);
      const seen = await readNumbers(film);
      expect([seen.slice(0, 48), seen.slice(96)]).toEqual([numbers(1), numbers(3)]);
      expect(seen.slice(48, 96).map(({ id }) => id)).toEqual(Array.from({ length: 48 }, () => 2));
      expect((await probeVideo(runner, film)).audio?.durationSeconds).toBeCloseTo(6, 4);
      expect((await readBeeps(film)).length).toBeGreaterThanOrEqual(2);
    },
  );
});

describe('a film that cannot be written', () => {
  it('says that a program was stopped at the size of its file, and leaves nothing', async () => {
    await using file = await setup(async (path) => {
      await makeNumberedClip({ path, id: 2, size: '640x360', encoder: ['-crf', '0'] });
    });
    const { work, path } = file;
    const full = { runner: new FullDisk(testMediaTools), encoders };
    {
      await using assembly = await FilmAssembly.begin(full, { target, scenes }, { parent: work.path });
      const adding = assembly.add({ n: 2, path });
      await expect(adding).rejects.toMatchObject({ code: 'FFMPEG_FAILED', details: { signal: 'SIGXFSZ' } });
    }
    expect(await readdir(work.path)).toEqual([]);
  });
});

/** Every file is full after four kilobytes. */
class FullDisk extends FfmpegRunner {
  override async ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    await super.ffmpeg(args, { ...options, limits: { fileBytes: 4096 } });
  }
}
