import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { testMediaTools } from '@shared/testing/make-clip';
import { readSound } from '@shared/testing/numbered-clip';
import { AAC_DESCRIPTION } from '../mp4/aac-description';
import { writeMovie } from '../mp4/write-movie';
import { PrivateDirectory } from '../private-directory';
import { FfmpegRunner, type OpenProgram, type RunOptions } from '../run-ffmpeg';
import { AacEncoders } from './aac-encoders';
import { PACKET_SAMPLES } from './sound-cells';

const never = new AbortController().signal;

class WatchedRunner extends FfmpegRunner {
  readonly opened: OpenProgram[] = [];

  override async open(args: readonly string[], options: RunOptions): Promise<OpenProgram> {
    const program = await super.open(args, options);
    this.opened.push(program);
    return program;
  }
}

let started: AacEncoders[] = [];
afterEach(async () => {
  await Promise.all(started.map((encoders) => encoders[Symbol.asyncDispose]()));
  started = [];
});

function start(atOnce = 1, tools = testMediaTools) {
  const runner = new WatchedRunner(tools);
  const encoders = new AacEncoders(runner, atOnce);
  started.push(encoders);
  return { runner, encoders };
}

function tone(packets: number, hertz: number): Int16Array {
  const sample = (at: number): number => 9830 * Math.sin((2 * Math.PI * hertz * Math.floor(at / 2)) / 48_000);
  return Int16Array.from({ length: packets * PACKET_SAMPLES * 2 }, (_, at) => sample(at));
}

async function decode(packets: readonly Buffer[]): Promise<Int16Array> {
  await using directory = await PrivateDirectory.create();
  const path = directory.file('sound.aac');
  await writeFile(path, packets);
  let offset = 0;
  const samples = packets.map(({ length: bytes }) => {
    const sample = { path, offset, bytes, duration: PACKET_SAMPLES, shift: 0, isSync: true, description: 1 };
    offset += bytes;
    return sample;
  });
  const facts = { handler: 'soun' as const, timescale: 48_000, size: { width: 0, height: 0 } };
  const ends = { skip: PACKET_SAMPLES, length: (packets.length - 1) * PACKET_SAMPLES };
  const track = { ...facts, ...ends, samples, descriptions: [AAC_DESCRIPTION] };
  await writeMovie({ tracks: [track], outputPath: directory.file('sound.m4a') });
  return await readSound(directory.file('sound.m4a'));
}

/** Crossings of zero in the middle of a piece of sound, as a pitch. */
function pitchOf(sound: Int16Array): number {
  const middle = sound.subarray(2 * PACKET_SAMPLES, sound.length - 2 * PACKET_SAMPLES);
  const crossings = middle.filter((value, at) => at > 0 && value >= 0 && (middle[at - 1] ?? 0) < 0).length;
  return (crossings * 48_000) / middle.length;
}

describe('AacEncoders', () => {
  it('gives each piece its own packets, one more than it has, by one program that stays', async () => {
    const { runner, encoders } = start();
    for (const pitches of [[440], [1_000, 2_000, 3_000], [500]]) {
      const pieces = pitches.map((hertz, index) => tone(20 + index, hertz));
      const encoded = await encoders.encode(pieces, never);
      expect(encoded.map(({ length }) => length)).toEqual(pieces.map((_, index) => 21 + index));
      for (const [index, hertz] of pitches.entries()) {
        expect(Math.abs(pitchOf(await decode(encoded[index] ?? [])) - hertz)).toBeLessThan(60);
      }
    }
    expect(runner.opened).toHaveLength(1);
  });

  it('begins each piece as if nothing had been before', async () => {
    const { encoders } = start();
    const [first = []] = await encoders.encode([tone(20, 440)], never);
    const [, again = []] = await encoders.encode([tone(40, 3_000), tone(20, 440)], never);
    const [sound, later] = [await decode(first), await decode(again)];
    const worst = sound.reduce((most, value, at) => Math.max(most, Math.abs(value - (later[at] ?? 0))), 0);
    expect(worst).toBeLessThan(500);
  });

  it('starts no more than it may, however many ask', async () => {
    const { runner, encoders } = start(2);
    const asked = Array.from({ length: 8 }, () => encoders.encode([tone(30, 440)], never));
    for (const [packets] of await Promise.all(asked)) expect(packets).toHaveLength(31);
    expect(runner.opened).toHaveLength(2);
  });

  it('takes a fresh one where one has ended in the meantime', async () => {
    const { runner, encoders } = start();
    await encoders.encode([tone(5, 440)], never);
    runner.opened[0]?.input.end();
    await runner.opened[0]?.ended;
    expect(await encoders.encode([tone(5, 440)], never)).toHaveLength(1);
    expect(runner.opened).toHaveLength(2);
  });

  it('says why it cannot', async () => {
    const fails = join(import.meta.dirname, '../fixtures/ffmpeg-fails');
    const { encoders } = start(1, { ...testMediaTools, ffmpegPath: fails });
    const encoding = encoders.encode([tone(5, 440)], never);
    await expect(encoding).rejects.toMatchObject({ code: 'FFMPEG_FAILED', details: { exitCode: 8 } });
  });

  it('says that what came out is no AAC', async () => {
    const { encoders } = start(1, {
      ...testMediaTools,
      ffmpegPath: join(import.meta.dirname, '../fixtures/ffmpeg-echoes'),
    });
    await expect(encoders.encode([tone(5, 440)], never)).rejects.toThrow('none');
  });

  it('gives up what is not wanted any more, and answers the next', async () => {
    const { runner, encoders } = start();
    const stop = new AbortController();
    const encoding = encoders.encode([tone(4_000, 440)], stop.signal);
    const next = encoders.encode([tone(5, 440)], never);
    stop.abort(new AppError('DEPENDENCY_UNAVAILABLE', 'the lease is lost'));
    await expect(encoding).rejects.toMatchObject({ message: 'the lease is lost' });
    expect((await next)[0]).toHaveLength(6);
    await expect(encoders.encode([tone(5, 440)], stop.signal)).rejects.toMatchObject({ message: 'the lease is lost' });
    expect(runner.opened.length).toBeLessThanOrEqual(2);
  });

  it('leaves no program behind', async () => {
    const { runner, encoders } = start(2);
    const under = encoders.encode([tone(500, 440)], never);
    await encoders.encode([tone(5, 440)], never);
    await encoders[Symbol.asyncDispose]();
    expect((await under)[0]).toHaveLength(501);
    const ends = await Promise.allSettled(runner.opened.map(({ ended }) => ended));
    expect(ends).toHaveLength(2);
  });
});
