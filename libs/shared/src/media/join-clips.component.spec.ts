import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { makeClip, testMediaTools } from '@shared/testing/make-clip';
import { joinClips } from './join-clips';
import { PrivateDirectory } from './private-directory';
import { FfmpegRunner } from './run-ffmpeg';

const run = promisify(execFile);
const runner = new FfmpegRunner(testMediaTools);

describe('joinClips', () => {
  it('joins three clips into a film of all their frames, in order', async () => {
    await using directory = await PrivateDirectory.create();
    const cwd = directory.path;
    const paths = [
      await makeClip({ cwd, name: 'a.mp4', colour: 'red' }),
      await makeClip({ cwd, name: 'b.mp4', colour: 'green', seconds: 1.5 }),
      await makeClip({ cwd, name: 'c.mp4', colour: 'blue' }),
    ];
    const outputPath = directory.file('film.mp4');
    const film = await joinClips(runner, { clips: paths.map((path) => ({ path })), outputPath });
    expect(film).toMatchObject({ frames: 84, packets: 84, width: 320, height: 180, fps: 24 });
    expect(Math.abs(film.durationSeconds - 3.5)).toBeLessThan(3 / 24);
    expect(film.audio).toMatchObject({ codec: 'aac', sampleRate: 48000 });
    expect(await coloursOf(outputPath, [0.5, 1.8, 3])).toEqual(['red', 'green', 'blue']);
    expect((await readdir(cwd)).sort()).toEqual(['a.mp4', 'b.mp4', 'c.mp4', 'film.mp4']);
  });

  it('plays well when clips of other sizes, rates, sound and encoder settings are joined', async () => {
    await using directory = await PrivateDirectory.create();
    const cwd = directory.path;
    const clips = [
      await makeClip({ cwd, name: 'a.mp4', colour: 'red' }),
      await makeClip({ cwd, name: 'b.mp4', colour: 'green', size: '640x480', fps: 30 }),
      await makeClip({ cwd, name: 'c.mp4', colour: 'blue', tone: 0 }),
      await makeClip({ cwd, name: 'd.mp4', colour: 'red', encoder: ['-profile:v', 'high', '-preset', 'slow'] }),
      await makeClip({ cwd, name: 'e.mp4', colour: 'green', encoder: ['-video_track_timescale', '90000'] }),
    ].map((path) => ({ path }));
    const outputPath = directory.file('film.mp4');
    const film = await joinClips(runner, { clips, outputPath });
    expect(film).toMatchObject({ frames: 120, packets: 120, width: 320, height: 180 });
    expect(Math.abs(film.durationSeconds - 5)).toBeLessThan(5 / 24);
    expect(await countDecodedFrames(outputPath)).toBe(120);
    const colours = await coloursOf(outputPath, [0.5, 1.5, 2.5, 3.5, 4.5]);
    expect(colours).toEqual(['red', 'green', 'blue', 'red', 'green']);
  });

  it('joins clips without sound into a film without sound', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4', tone: 0 });
    const film = await joinClips(runner, { clips: [{ path }, { path }], outputPath: directory.file('film.mp4') });
    expect(film).toMatchObject({ packets: 48, audio: null });
  });

  it('takes names that would be commands in a list', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: "it's\nfile b.mp4" });
    const film = await joinClips(runner, { clips: [{ path }, { path }], outputPath: directory.file('film.mp4') });
    expect(film.packets).toBe(48);
  });

  it('leaves nothing behind when it is cancelled in the middle', async () => {
    await using directory = await PrivateDirectory.create();
    const cwd = directory.path;
    const path = await makeClip({ cwd, name: 'a.mp4' });
    const odd = await makeClip({ cwd, name: 'b.mp4', size: '640x480' });
    const controller = new AbortController();
    const joining = joinClips(runner, {
      clips: [{ path }, { path: odd }],
      outputPath: directory.file('film.mp4'),
      signal: controller.signal,
    });
    const failing = expect(joining).rejects.toMatchObject({ code: 'CANCELLED' });
    await waitForPart(cwd);
    controller.abort();
    await failing;
    expect((await readdir(cwd)).sort()).toEqual(['a.mp4', 'b.mp4']);
  });
});

// The private directory beside the film holds a part: work has begun.
async function waitForPart(cwd: string): Promise<void> {
  for (;;) {
    const folder = (await readdir(cwd)).find((name) => name.startsWith('reelwright-'));
    if (folder && (await readdir(join(cwd, folder)).catch(() => [])).length > 0) return;
  }
}

async function countDecodedFrames(path: string): Promise<number> {
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries', 'stream=nb_read_frames'];
  const { stdout } = await run('ffprobe', [...args, '-of', 'csv=p=0', path]);
  return Number.parseInt(stdout, 10);
}

async function coloursOf(path: string, seconds: number[]): Promise<string[]> {
  return Promise.all(seconds.map((second) => colourAt(path, second)));
}

async function colourAt(path: string, second: number): Promise<string> {
  // One pixel is the mean of the middle of the frame, where no bar of a padded clip is.
  const args = ['-v', 'error', '-ss', String(second), '-i', path, '-frames:v', '1', '-vf', 'crop=80:80,scale=1:1'];
  const { stdout } = await run('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { encoding: 'buffer' });
  const [red = 0, green = 0, blue = 0] = stdout;
  return red > Math.max(green, blue) ? 'red' : green > blue ? 'green' : 'blue';
}
