import { execFile } from 'node:child_process';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { startAssemblyTools } from '@shared/testing/assembly-tools';
import { makeNumberedClip, type NumberedClip, readBeeps, readNumbers, readSound } from '@shared/testing/numbered-clip';
import type { Join, JoinKind, PlannedScene } from '../film-timeline';
import { PrivateDirectory } from '../private-directory';
import { probeVideo } from '../probe-media';
import { FilmAssembly } from './film-assembly';
import type { FilmPlan } from './film-plan';

const exec = promisify(execFile);
const tools = startAssemblyTools();
const target = { width: 320, height: 180, frameRate: '24/1', loudnessLufs: -16 };

const planOf = (kinds: JoinKind[], changes: Partial<FilmPlan> = {}): FilmPlan => ({
  target,
  scenes: kinds.map((kind, index): PlannedScene => ({ n: index + 1, seconds: 2, join: joinOf(kind) })),
  ...changes,
});
const joinOf = (kind: JoinKind): Join => ({ kind, seconds: kind === 'cut' || kind === 'continue' ? 0 : 0.5 });
const frames = (id: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id, number: from + index }));

/** Makes a film of numbered clips, one a scene, in the order `order`. */
async function makeFilm(
  directory: PrivateDirectory,
  plan: FilmPlan,
  { clips = [], order = plan.scenes.map(({ n }) => n) }: { clips?: Partial<NumberedClip>[]; order?: number[] } = {},
) {
  const path = directory.file('film.mp4');
  await using film = await FilmAssembly.begin(tools, plan, { parent: directory.path });
  for (const n of order) {
    await film.add({ n, path: await makeNumberedClip({ path: directory.file(`c${n}.mp4`), id: n, ...clips[n - 1] }) });
  }
  return { path, ...(await film.finish(path)) };
}

/** Picture and sound of a film end together, to the sample. */
async function expectExactLength(path: string, count: number): Promise<void> {
  const facts = await probeVideo(tools.runner, path);
  expect(facts).toMatchObject({ packets: count, frames: count, fps: 24 });
  expect(Math.round((facts.audio?.durationSeconds ?? 0) * 48_000)).toBe(count * 2000);
}

describe('FilmAssembly', () => {
  it('joins cuts and continued scenes frame by frame, each with its own sound', async () => {
    await using directory = await PrivateDirectory.create();
    const { path } = await makeFilm(directory, planOf(['cut', 'continue', 'cut']), { order: [3, 1, 2] });
    expect(await readNumbers(path)).toEqual([...frames(1, 0, 47), ...frames(2, 0, 48), ...frames(3, 0, 48)]);
    await expectExactLength(path, 143);
    // Half a second into each scene, to less than a tenth of a frame.
    expect((await readBeeps(path)).map((at) => Math.round(at / 200))).toEqual([120, 590, 1070]);
    expect((await readdir(directory.path)).sort()).toEqual(['c1.mp4', 'c2.mp4', 'c3.mp4', 'film.mp4']);
  });

  it('blends, fades and dips so many frames and leaves all others as they were', async () => {
    await using directory = await PrivateDirectory.create();
    const { path, timeline } = await makeFilm(directory, planOf(['cut', 'crossfade', 'fade', 'dip']));
    expect(timeline.scenes.map(({ startFrame }) => startFrame)).toEqual([0, 36, 84, 132]);
    await expectExactLength(path, 180);
    const seen = await readNumbers(path);
    expect(seen.slice(0, 36)).toEqual(frames(1, 0, 36));
    expect(seen.slice(48, 78)).toEqual(frames(2, 12, 42));
    expect(seen.slice(90, 126)).toEqual(frames(3, 6, 42));
    expect(seen.slice(138)).toEqual(frames(4, 6, 48));
    const lights = await readLights(path);
    // Frame 36 of the first clip and 0 of the second; half way both count the same.
    expect(lights[42]).toBeCloseTo((20 + 3 * 42 + 20 + 3 * 6) / 2, -1);
    expect(Math.min(...lights.slice(78, 90))).toBeLessThan(40);
    expect(Math.max(...lights.slice(126, 138))).toBeGreaterThan(215);
  });

  it('makes one film of clips of every kind', async () => {
    await using directory = await PrivateDirectory.create();
    const bars = ['-bf', '0', '-g', '12'];
    const clips: Partial<NumberedClip>[] = [
      { encoder: ['-bf', '3', '-g', '250'] },
      { size: '640x480' },
      { fps: '30', frames: 60 },
      { beepAtFrame: null },
      { sound: ['-ar', '22050', '-ac', '1'] },
      { encoder: ['-pix_fmt', 'yuv444p', '-crf', '4'] },
      { encoder: [...bars, '-profile:v', 'baseline'] },
      { size: '321x181', encoder: ['-pix_fmt', 'yuv444p'] },
      { encoder: ['-c:v', 'libx265', '-x265-params', 'log-level=error'] },
    ];
    const kinds = clips.map((_, index): JoinKind => (index % 2 === 0 ? 'cut' : 'continue'));
    const { path } = await makeFilm(directory, planOf(kinds), { clips });
    await expectExactLength(path, 9 * 48 - 4);
    const seen = await readNumbers(path);
    expect(seen.map(({ id }) => id)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((id) => frames(id, 0, id % 2 === 1 && id < 9 ? 47 : 48).map(() => id)),
    );
    // Those of the film's rate are there frame by frame, whether they were copied or encoded.
    expect(seen.slice(0, 95)).toEqual([...frames(1, 0, 47), ...frames(2, 0, 48)]);
    expect((await readBeeps(path)).length).toBe(8);
  });

  it('goes on where a scene has no clip, and doubles no frame there', async () => {
    await using directory = await PrivateDirectory.create();
    const path = directory.file('film.mp4');
    await using film = await FilmAssembly.begin(tools, planOf(['cut', 'continue', 'continue']), {
      parent: directory.path,
    });
    for (const n of [1, 3]) {
      await film.add({ n, path: await makeNumberedClip({ path: directory.file(`c${n}.mp4`), id: n }) });
    }
    await expect(film.finish(path)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    film.leaveOut(2);
    await film.finish(path);
    expect(await readNumbers(path)).toEqual([...frames(1, 0, 48), ...frames(3, 0, 48)]);
  });

  it('brings every clip to the same loudness, and music under it that gives way', async () => {
    await using directory = await PrivateDirectory.create();
    const music = directory.file('music.wav');
    await exec('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'anoisesrc=d=3:c=pink:a=0.2:r=44100', music]);
    const plan = planOf(['cut', 'cut'], { music: { path: music } });
    const { path } = await makeFilm(directory, plan, { clips: [{}, { beepAtFrame: null }] });
    await expectExactLength(path, 96);
    const sound = await readSound(path);
    const [alone, afterBeep, end] = [rms(sound, 0.3, 0.45), rms(sound, 0.71, 0.76), rms(sound, 3.95, 4)];
    expect(alone).toBeGreaterThan(800);
    expect(afterBeep).toBeLessThan(alone / 2);
    expect(end).toBeLessThan(alone / 4);
  });

  it('writes what is said beside the film, into it, and onto its picture', async () => {
    await using directory = await PrivateDirectory.create();
    const plan = planOf(['cut', 'cut'], { captions: { burnIn: true } });
    const scenes = plan.scenes.map((scene) =>
      scene.n === 2 ? { ...scene, lines: [{ text: 'No!', speaker: 'Ada' }] } : scene,
    );
    const { path, captions } = await makeFilm(directory, { ...plan, scenes });
    expect(captions?.srt).toBe('1\n00:00:02,000 --> 00:00:04,000\nAda: No!\n');
    const { stdout } = await exec('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:s:0', '-f', 'srt', '-']);
    expect(stdout.replaceAll(/<[^>]*>/g, '')).toContain('00:00:02,000 --> 00:00:04,000\nAda: No!');
    const whites = await countWhites(path);
    expect(whites.slice(0, 48).every((count) => count === 0)).toBe(true);
    expect(whites.slice(48, 60).every((count) => count > 10)).toBe(true);
    await expectExactLength(path, 96);
  });

  it('streams while scenes are still to come: the fragments are the film, frame by frame', async () => {
    await using directory = await PrivateDirectory.create();
    await using film = await FilmAssembly.begin(tools, planOf(['cut', 'continue', 'crossfade', 'cut']), {
      parent: directory.path,
    });
    const add = async (n: number) =>
      film.add({ n, path: await makeNumberedClip({ path: directory.file(`c${n}.mp4`), id: n }) });
    await add(1);
    expect(await film.takeFragments()).toEqual([]);
    await add(3);
    await add(2);
    const early = await film.takeFragments();
    expect(new Set(early.map(({ n }) => n))).toEqual(new Set([1, 2, 3]));
    await add(4);
    const fragments = [...early, ...(await film.takeFragments())];
    expect(fragments.map(({ index }) => index)).toEqual(fragments.map((_, index) => index));
    // The clips' own encoder, and ours.
    expect(new Set(fragments.map(({ initName }) => initName)).size).toBe(2);
    await film.finish(directory.file('film.mp4'));
    const list = await writePlaylist(directory, fragments);
    expect(await readNumbers(list)).toEqual(await readNumbers(directory.file('film.mp4')));
    const beeps = await readBeeps(directory.file('film.mp4'));
    const streamed = await readBeeps(list);
    expect(streamed.map((at) => Math.round(at / 200))).toEqual(beeps.map((at) => Math.round(at / 200)));
  });

  it('leaves nothing behind when it is given up in the middle', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeNumberedClip({ path: directory.file('c1.mp4'), id: 1, size: '640x360', frames: 200 });
    const film = await FilmAssembly.begin(tools, planOf(['cut']), { parent: directory.path });
    const adding = film.add({ n: 1, path });
    const failing = expect(adding).rejects.toMatchObject({ code: 'CANCELLED' });
    await film[Symbol.asyncDispose]();
    await failing;
    expect(await readdir(directory.path)).toEqual(['c1.mp4']);
  });
});

// All fragments of one first file make one file that ffmpeg reads; more of them need a list.
async function writePlaylist(
  directory: PrivateDirectory,
  fragments: { path: string; initPath: string; initName: string; seconds: number; index: number }[],
): Promise<string> {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:10', '#EXT-X-PLAYLIST-TYPE:EVENT'];
  let init = '';
  for (const { path, initPath, initName, seconds, index } of fragments) {
    if (initName !== init) lines.push(`#EXT-X-MAP:URI="${initName}"`);
    init = initName;
    await copyFile(initPath, directory.file(initName));
    await copyFile(path, directory.file(`s${index}.m4s`));
    lines.push(`#EXTINF:${seconds.toFixed(6)},`, `s${index}.m4s`);
  }
  await writeFile(directory.file('film.m3u8'), [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  return directory.file('film.m3u8');
}

async function readLights(path: string): Promise<number[]> {
  const args = ['-v', 'error', '-i', path, '-vf', 'crop=64:64,scale=2:2', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const { stdout } = await exec('ffmpeg', args, { encoding: 'buffer' });
  return Array.from({ length: stdout.length / 4 }, (_, frame) => stdout[frame * 4] ?? 0);
}

async function countWhites(path: string): Promise<number[]> {
  const args = ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const { stdout } = await exec('ffmpeg', args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
  const size = target.width * target.height;
  return Array.from({ length: stdout.length / size }, (_, frame) =>
    stdout.subarray(frame * size, (frame + 1) * size).reduce((count, light) => count + (light > 190 ? 1 : 0), 0),
  );
}

function rms(sound: Int16Array, from: number, to: number): number {
  const part = sound.subarray(from * 48_000, to * 48_000);
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
}
