import { describe, expect, it } from '@jest/globals';
import { startAssemblyTools } from '@shared/testing/assembly-tools';
import { FilmAssembly } from '@shared/media/assembly/film-assembly';
import type { FilmTimeline, JoinKind } from '@shared/media/film-timeline';
import { PrivateDirectory } from '@shared/media/private-directory';
import { probeVideo } from '@shared/media/probe-media';
import { makeNumberedClip, type NumberedClip, readBeeps, readNumbers } from '@shared/testing/numbered-clip';

const tools = startAssemblyTools();
const target = { width: 160, height: 90, frameRate: '24/1', loudnessLufs: -16 };
const size = '160x90';
/** One second each; the beep begins half way where nothing else is said. */
const CLIPS: { beepAt: number | null; clip: Partial<NumberedClip> }[] = [
  { beepAt: 0.5, clip: { size } },
  { beepAt: 0.4, clip: { size, fps: '30', frames: 30 } },
  { beepAt: 0.5, clip: { size: '120x160' } },
  { beepAt: null, clip: { size, beepAtFrame: null } },
  { beepAt: 0.5, clip: { size, sound: ['-ar', '22050', '-ac', '1'] } },
  { beepAt: 0.5, clip: { size, encoder: ['-bf', '0'] } },
  { beepAt: 0.48, clip: { size, fps: '25', frames: 25 } },
];
const KINDS: JoinKind[] = ['cut', 'continue', 'continue', 'crossfade', 'cut', 'fade', 'dip'];
const sortOf = (n: number) => (n - 1) % CLIPS.length;

describe('a film of mixed clips', () => {
  it.each([2, 60])('keeps picture and sound together through %d scenes, to a fortieth of a frame', async (count) => {
    await using directory = await PrivateDirectory.create();
    const path = directory.file('film.mp4');
    const { timeline } = await makeFilm(directory, count, path);
    const facts = await probeVideo(tools.runner, path);
    expect(facts).toMatchObject({ frames: timeline.frames, packets: timeline.frames });
    expect(Math.round((facts.audio?.durationSeconds ?? 0) * 48_000)).toBe(timeline.samples);
    const frames = await readNumbers(path);
    expect(frames).toHaveLength(timeline.frames);
    const ids = timeline.scenes.map(({ startFrame }) => frames[startFrame + 12]?.id);
    expect(ids).toEqual(timeline.scenes.map(({ n }) => sortOf(n) + 1));
    const beeps = await readBeeps(path);
    const expected = whenBeeps(timeline);
    expect(beeps).toHaveLength(expected.length);
    for (const [index, at] of expected.entries()) expect(Math.abs((beeps[index] ?? 0) - at)).toBeLessThan(48);
  });
});

async function makeFilm(directory: PrivateDirectory, count: number, outputPath: string) {
  const paths: string[] = [];
  for (const [index, { clip }] of CLIPS.entries()) {
    paths.push(await makeNumberedClip({ path: directory.file(`c${index}.mp4`), id: index + 1, frames: 24, ...clip }));
  }
  const scenes = Array.from({ length: count }, (_, index) => ({
    n: index + 1,
    seconds: 1,
    join: { kind: KINDS[index % KINDS.length] ?? 'cut', seconds: 0.25 },
  }));
  await using film = await FilmAssembly.begin(tools, { target, scenes }, { parent: directory.path });
  // In no order that a film has.
  const order = scenes.map(({ n }) => n).sort((a, b) => ((a * 37) % 61) - ((b * 37) % 61));
  for (const n of order) await film.add({ n, path: paths[sortOf(n)] ?? '' });
  return await film.finish(outputPath);
}

function whenBeeps({ scenes }: FilmTimeline): number[] {
  return scenes.flatMap(({ n, startSeconds }) => {
    const beepAt = CLIPS[sortOf(n)]?.beepAt ?? null;
    return beepAt === null ? [] : [(startSeconds + beepAt) * 48_000];
  });
}
