import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { makeClip, testMediaTools } from '@shared/testing/make-clip';
import { checkImage } from './check-image';
import { makePoster } from './make-poster';
import { PrivateDirectory } from './private-directory';
import { FfmpegRunner } from './run-ffmpeg';

const runner = new FfmpegRunner(testMediaTools);

describe('makePoster', () => {
  it('writes one frame as a JPEG of the size of the video', async () => {
    await using directory = await PrivateDirectory.create();
    const videoPath = await makeClip({ cwd: directory.path, name: 'a.mp4' });
    const outputPath = directory.file('poster.jpg');
    const facts = { mediaType: 'image/jpeg', width: 320, height: 180 };
    expect(await makePoster(runner, { videoPath, atSeconds: 0.5, outputPath })).toEqual(facts);
    expect(checkImage(await readFile(outputPath))).toEqual(facts);
    expect((await readdir(directory.path)).sort()).toEqual(['a.mp4', 'poster.jpg']);
  });

  it('says that there is no frame past the end, and leaves nothing', async () => {
    await using directory = await PrivateDirectory.create();
    const videoPath = await makeClip({ cwd: directory.path, name: 'a.mp4' });
    const making = makePoster(runner, { videoPath, atSeconds: 9, outputPath: directory.file('poster.jpg') });
    await expect(making).rejects.toMatchObject({ code: 'MEDIA_INVALID' });
    expect(await readdir(directory.path)).toEqual(['a.mp4']);
  });
});
