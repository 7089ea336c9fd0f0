import { describe, expect, it } from '@jest/globals';
import { makeNumberedClip, type NumberedClip, readNumbers } from '@shared/testing/numbered-clip';
import { testMediaTools } from '@shared/testing/make-clip';
import { checkClip } from '../check-clip';
import { PrivateDirectory } from '../private-directory';
import { FfmpegRunner, type RunOptions } from '../run-ffmpeg';
import type { VideoFacts } from '../video-facts';
import { type EndPlan, planClipEnd } from './clip-end';
import { FilmAssembly } from './film-assembly';

const target = { width: 320, height: 180, frameRate: '24/1', loudnessLufs: -16 };

class WatchedRunner extends FfmpegRunner {
  /** How often frames were taken out of a clip. */
  trims = 0;

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    if (args.join(' ').includes('trim=')) this.trims += 1;
    return super.ffmpeg(args, options);
  }
}

async function setup(directory: PrivateDirectory, clip: Partial<NumberedClip>) {
  const runner = new WatchedRunner(testMediaTools);
  const path = await makeNumberedClip({ path: directory.file('c1.mp4'), id: 1, ...clip });
  const plans: (EndPlan | null)[] = [];
  const outputs = async (facts: VideoFacts): Promise<string[]> => {
    const plan = await planClipEnd({ path, facts, target, outputFile: 'end.mp4' });
    plans.push(plan);
    return plan?.outputs ?? [];
  };
  const facts = await checkClip(runner, path, { seconds: 2 }, { outputs });
  return { runner, path, facts, plan: plans[0] ?? null };
}

describe('planClipEnd', () => {
  it('makes while a clip is checked all that a scene that continues it will need', async () => {
    await using directory = await PrivateDirectory.create();
    const { runner, path, facts, plan } = await setup(directory, { encoder: ['-bf', '3', '-g', '250'] });
    expect(plan?.from).toBeGreaterThan(40);
    expect(runner.trims).toBe(1);
    const scenes = [1, 2].map((n) => ({ n, seconds: 2, join: { kind: 'continue' as const, seconds: 0 } }));
    await using film = await FilmAssembly.begin(runner, { target, scenes }, { parent: directory.path });
    await film.add(1, path, { facts, end: { path: directory.file('end.mp4'), from: plan?.from ?? 0 } });
    await film.add(2, await makeNumberedClip({ path: directory.file('c2.mp4'), id: 2 }));
    await film.finish(directory.file('film.mp4'));
    expect(runner.trims).toBe(1);
    const frames = (id: number, count: number) => Array.from({ length: count }, (_, number) => ({ id, number }));
    expect(await readNumbers(directory.file('film.mp4'))).toEqual([...frames(1, 47), ...frames(2, 48)]);
  });

  it.each<[string, Partial<NumberedClip>]>([
    ['whose last frame no other needs', { encoder: ['-bf', '0'] }],
    ['that is encoded anew as a whole', { size: '640x480' }],
  ])('makes nothing of a clip %s', async (_, clip) => {
    await using directory = await PrivateDirectory.create();
    expect(await setup(directory, clip)).toMatchObject({ plan: null, runner: { trims: 0 } });
  });
});
