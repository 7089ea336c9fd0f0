import { readdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { startAssemblyTools } from '@shared/testing/assembly-tools';
import { readSound } from '@shared/testing/numbered-clip';
import { Turns } from '@shared/lifecycle/turns';
import { buildTimeline } from '../film-timeline';
import { writeMovie } from '../mp4/write-movie';
import { PrivateDirectory } from '../private-directory';
import { buildSoundCells, PACKET_SAMPLES } from '../sound/sound-cells';
import { SoundStudio } from './sound-studio';

const target = { width: 320, height: 180, frameRate: '24/1', loudnessLufs: -16 };

/** Chords that never stop: whatever is amiss where two encodings meet would be heard. */
function chords(samples: number): Int16Array {
  const voices = [220, 277.2, 329.6, 1_480, 3_520];
  return Int16Array.from({ length: samples * 2 }, (_, index) => {
    const seconds = Math.floor(index / 2) / 48_000;
    return voices.reduce((sum, hertz, voice) => sum + 3_000 * Math.sin(2 * Math.PI * hertz * seconds + voice), 0);
  });
}

const tools = startAssemblyTools();

async function setup(film: { scenes: number; seconds: number }) {
  const directory = await PrivateDirectory.create();
  const scenes = Array.from({ length: film.scenes }, (_, index) => ({
    scene: { n: index + 1, seconds: film.seconds, join: { kind: 'cut' as const, seconds: 0 } },
    sourceFrames: film.seconds * 24,
  }));
  const timeline = buildTimeline(scenes, '24/1');
  const whole = chords(timeline.samples);
  const values = film.seconds * 48_000 * 2;
  for (const { n } of timeline.scenes) {
    await writeFile(directory.file(`${n}.s16`), whole.subarray((n - 1) * values, n * values));
  }
  const signal = new AbortController().signal;
  const studio = new SoundStudio({ ...tools, directory, target, turns: new Turns(2), signal }, null);
  const source = { timeline, files: (n: number) => directory.file(`${n}.s16`) };
  return { directory, whole, studio, source, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
}

describe('SoundStudio', () => {
  it('encodes a film piece by piece, and nothing is amiss where the pieces meet', async () => {
    await using film = await setup({ scenes: 3, seconds: 6 });
    const { directory, whole, studio, source } = film;
    const { timeline } = source;
    for (const arrived of [[3], [1, 3], [1, 2, 3]]) await studio.makeReady({ ...source, arrived: new Set(arrived) });
    const track = await studio.track({ ...source, arrived: new Set([1, 2, 3]) });
    await writeMovie({ tracks: [track], outputPath: directory.file('film.m4a') });
    const errors = errorsOf(whole, await readSound(directory.file('film.m4a')));
    const usual = [...errors].sort((a, b) => a - b)[Math.floor(errors.length / 2)] ?? 0;
    // The joins of scenes are softened by design; these borders lie some packets away from them.
    const borders = buildSoundCells(timeline, null).flatMap(({ first }) => (first > 0 ? [first] : []));
    expect(usual).toBeLessThan(150);
    expect(borders).toHaveLength(4);
    for (const border of borders) {
      for (const packet of [border - 2, border - 1, border]) expect(errors[packet]).toBeLessThan(4 * usual);
    }
  });

  it('shares short clips that come together between two encoders, and leaves one alone', async () => {
    await using film = await setup({ scenes: 4, seconds: 3 });
    const { directory, studio, source } = film;
    const sizes = async () => {
      const made = (await readdir(directory.path)).filter((name) => name.endsWith('.aac')).sort();
      return Promise.all(made.map(async (name) => (await stat(directory.file(name))).size));
    };
    await studio.makeReady({ ...source, arrived: new Set([4]) });
    expect(await sizes()).toHaveLength(1);
    await studio.makeReady({ ...source, arrived: new Set([1, 2, 3, 4]) });
    const [, one = NaN, other = NaN, ...more] = await sizes();
    expect(more).toEqual([]);
    expect(Math.min(one, other)).toBeGreaterThan(Math.max(one, other) / 2);
  });
});

/** For each packet: how far what is heard is from what was meant. */
function errorsOf(meant: Int16Array, heard: Int16Array): number[] {
  return Array.from({ length: Math.floor(heard.length / PACKET_SAMPLES) - 2 }, (_, packet) => {
    let sum = 0;
    for (let at = packet * PACKET_SAMPLES; at < (packet + 1) * PACKET_SAMPLES; at++) {
      sum += ((heard[at] ?? 0) - (meant[at * 2] ?? 0)) ** 2;
    }
    return Math.sqrt(sum / PACKET_SAMPLES);
  });
}
