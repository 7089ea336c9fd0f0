import { readFile, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { toTime } from './captions/build-captions';
import { checkImage, type ImageFacts } from './check-image';
import { buildSpriteArguments } from './picture-sheet-arguments';
import { PrivateDirectory } from './private-directory';
import type { FfmpegRunner } from './run-ffmpeg';

export interface MakeThumbnails {
  videoPath: string;
  /** Length of the video. */
  seconds: number;
  /** Where the picture of all thumbnails goes. */
  spritePath: string;
  /** How the WebVTT calls it. */
  spriteName: string;
  signal?: AbortSignal;
}

const WIDTH = 160;
const COLUMNS = 10;
const MOST_THUMBNAILS = 100;
// Every frame of the film is decoded once for it.
const TIMEOUT_MS = 600_000;

/** Thumbnails for a player's time line: one picture of all, and a WebVTT that says which part of it belongs to which seconds. */
export async function makeThumbnails(runner: FfmpegRunner, request: MakeThumbnails): Promise<{ vtt: string }> {
  const { videoPath, seconds, spritePath, spriteName, signal } = request;
  const plan = planThumbnails(seconds);
  await using directory = await PrivateDirectory.create(dirname(resolve(spritePath)));
  const args = buildSpriteArguments({ ...plan, path: resolve(videoPath), width: WIDTH, outputFile: 'sprite.jpg' });
  await runner.ffmpeg(args, { cwd: directory.path, signal, timeoutMs: TIMEOUT_MS, yields: true });
  const sprite = checkImage(await readFile(directory.file('sprite.jpg')));
  await rename(directory.file('sprite.jpg'), spritePath);
  return { vtt: buildThumbnailVtt(plan, { seconds, spriteName, sprite }) };
}

export interface ThumbnailPlan {
  stepSeconds: number;
  count: number;
  columns: number;
  rows: number;
}

export function planThumbnails(seconds: number): ThumbnailPlan {
  const stepSeconds = Math.max(1, Math.ceil(seconds / MOST_THUMBNAILS));
  const count = Math.max(1, Math.ceil(seconds / stepSeconds));
  const columns = Math.min(COLUMNS, count);
  return { stepSeconds, count, columns, rows: Math.ceil(count / columns) };
}

export function buildThumbnailVtt(
  { stepSeconds, count, columns, rows }: ThumbnailPlan,
  {
    seconds,
    spriteName,
    sprite,
  }: { seconds: number; spriteName: string; sprite: Pick<ImageFacts, 'width' | 'height'> },
): string {
  const [width, height] = [sprite.width / columns, sprite.height / rows];
  const cues = Array.from({ length: count }, (_, index) => {
    const times = [index * stepSeconds, Math.min(seconds, (index + 1) * stepSeconds)].map((at) => toTime(at, '.'));
    const place = [(index % columns) * width, Math.floor(index / columns) * height, width, height].join(',');
    return `${times.join(' --> ')}\n${spriteName}#xywh=${place}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}
