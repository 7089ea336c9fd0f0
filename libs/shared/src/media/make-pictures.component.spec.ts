import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { testMediaTools } from '@shared/testing/make-clip';
import { checkImage } from './check-image';
import { makeContactSheet } from './make-contact-sheet';
import { makePreview } from './make-preview';
import { makeThumbnails } from './make-thumbnails';
import { PrivateDirectory } from './private-directory';
import { FfmpegRunner } from './run-ffmpeg';

const exec = promisify(execFile);
const runner = new FfmpegRunner(testMediaTools);

/** Eight seconds that turn from black to white, half way. */
async function setup() {
  const directory = await PrivateDirectory.create();
  const videoPath = directory.file('film.mp4');
  const picture = 'color=black:s=640x360:r=24:d=8,format=yuv420p,geq=lum=if(lt(T\\,4)\\,20\\,220):cb=128:cr=128';
  await exec('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', picture, '-preset', 'ultrafast', videoPath]);
  return { directory, videoPath, [Symbol.asyncDispose]: async () => directory[Symbol.asyncDispose]() };
}

async function lightAt(path: string, x: number, y: number): Promise<number> {
  const args = ['-v', 'error', '-i', path, '-vf', `crop=16:16:${x}:${y},scale=1:1`, '-frames:v', '1'];
  const { stdout } = await exec('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], { encoding: 'buffer' });
  return stdout[0] ?? -1;
}

describe('pictures for looking through a film', () => {
  it('shows a frame of each scene on one sheet', async () => {
    await using film = await setup();
    const { directory, videoPath } = film;
    const outputPath = directory.file('sheet.jpg');
    await makeContactSheet(runner, {
      clips: [1, 7, 3].map((atSeconds) => ({ path: videoPath, atSeconds })),
      outputPath,
    });
    expect(checkImage(await readFile(outputPath))).toMatchObject({ width: 652, height: 372 });
    const lights = [
      await lightAt(outputPath, 100, 100),
      await lightAt(outputPath, 450, 100),
      await lightAt(outputPath, 100, 300),
    ];
    expect(lights.map((light) => light > 128)).toEqual([false, true, false]);
    expect((await readdir(directory.path)).sort()).toEqual(['film.mp4', 'sheet.jpg']);
  });

  it('shows the film in small for a time line', async () => {
    await using film = await setup();
    const { directory, videoPath } = film;
    const spritePath = directory.file('s.jpg');
    const { vtt } = await makeThumbnails(runner, { videoPath, seconds: 8, spritePath, spriteName: 's.jpg' });
    expect(checkImage(await readFile(spritePath))).toMatchObject({ width: 8 * 160, height: 90 });
    expect(vtt.match(/#xywh=/g)).toHaveLength(8);
    const lights = [await lightAt(spritePath, 3 * 160 + 40, 40), await lightAt(spritePath, 4 * 160 + 40, 40)];
    expect(lights.map((light) => light > 128)).toEqual([false, true]);
  });

  it('moves', async () => {
    await using film = await setup();
    const { directory, videoPath } = film;
    const outputPath = directory.file('preview.webp');
    await makePreview(runner, { videoPath, seconds: 8, outputPath });
    const bytes = await readFile(outputPath);
    expect(checkImage(bytes)).toMatchObject({ mediaType: 'image/webp', width: 320, height: 180 });
    expect(bytes.toString('latin1').split('ANMF').length).toBeGreaterThan(2);
  });
});
