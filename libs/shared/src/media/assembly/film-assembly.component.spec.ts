import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { testMediaTools } from '@shared/testing/make-clip';
import { makeNumberedClip, readBeeps, readNumbers } from '@shared/testing/numbered-clip';
import type { Join, PlannedScene } from '../film-timeline';
import { PrivateDirectory } from '../private-directory';
import { probeVideo } from '../probe-media';
import { FfmpegRunner } from '../run-ffmpeg';
import { FilmAssembly } from './film-assembly';
import type { FilmPlan } from './film-plan';

const runner = new FfmpegRunner(testMediaTools);
const target = { width: 320, height: 180, frameRate: '24/1', loudnessLufs: -16 };
const CUT: Join = { kind: 'cut', seconds: 0 };
const CONTINUE: Join = { kind: 'continue', seconds: 0 };

const planOf = (joins: Join[], changes: Partial<FilmPlan> = {}): FilmPlan => ({
  target,
  scenes: joins.map((join, index): PlannedScene => ({ n: index + 1, seconds: 2, join })),
  ...changes,
});
const run = (id: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id, number: from + index }));

describe('FilmAssembly', () => {
  it('joins cuts and continued scenes frame by frame, each with its own sound', async () => {
    await using directory = await PrivateDirectory.create();
    const path = directory.file('film.mp4');
    {
      await using film = await FilmAssembly.begin(runner, planOf([CUT, CONTINUE, CUT]), { parent: directory.path });
      for (const n of [3, 1, 2]) {
        await film.add(n, await makeNumberedClip({ path: directory.file(`c${n}.mp4`), id: n }));
      }
      const finished = await film.finish(path);
      expect(finished).toMatchObject({ frames: 143, captions: null });
    }
    expect(await readNumbers(path)).toEqual([...run(1, 0, 47), ...run(2, 0, 48), ...run(3, 0, 48)]);
    const facts = await probeVideo(runner, path);
    expect(facts).toMatchObject({ packets: 143, frames: 143, fps: 24 });
    expect(Math.round((facts.audio?.durationSeconds ?? 0) * 48_000)).toBe(143 * 2000);
    const beeps = await readBeeps(path);
    expect(beeps.map((at) => Math.round(at / 200))).toEqual([120, 590, 1070]);
    expect((await readdir(directory.path)).sort()).toEqual(['c1.mp4', 'c2.mp4', 'c3.mp4', 'film.mp4']);
  });
});
