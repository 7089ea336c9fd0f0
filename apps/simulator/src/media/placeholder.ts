import { writeFile } from 'node:fs/promises';
import { imagePixels } from '../catalogue/image-sizes';
import { AS_EVERY_CLIP, clipFormat, outputOptions } from '../clip/clip-format';
import { runFfmpeg } from '../clip/run-ffmpeg';
import { renderSvg } from '../picture/render-svg';
import type { MediaBrief } from './studio';

const COLOUR = '#2b3a55';

/** The least that is still a true picture or clip of its size and length, for load tests. */
export async function renderPlaceholder(brief: MediaBrief, ffmpegPath: string, path: string): Promise<void> {
  if (brief.kind === 'image') {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    const body = `<rect width="10" height="10" fill="${COLOUR}"/>`;
    await writeFile(path, await renderSvg(body, box, imagePixels(brief.ratio, brief.size)));
    return;
  }
  const format = clipFormat(brief);
  const picture = `color=c=0x${COLOUR.slice(1)}:s=${format.width}x${format.height}:r=24:d=${format.seconds}`;
  const silence = `anullsrc=r=48000:cl=stereo:d=${format.seconds}`;
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', silence];
  await runFfmpeg(ffmpegPath, [
    ...inputs,
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-vf',
    AS_EVERY_CLIP,
    ...outputOptions(format, path),
  ]);
}
