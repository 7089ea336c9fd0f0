import { rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '@shared/errors/app-error';
import { Turns } from '@shared/lifecycle/turns';
import { buildStillArguments, buildTileArguments } from './picture-sheet-arguments';
import { PrivateDirectory } from './private-directory';
import type { FfmpegRunner } from './run-ffmpeg';

export interface MakeContactSheet {
  /** In the order of the sheet. */
  clips: readonly { path: string; atSeconds: number }[];
  outputPath: string;
  signal?: AbortSignal;
}

const WIDTH = 320;
const STILLS_AT_ONCE = 2;

/** One JPEG with a frame of each clip, in rows. MEDIA_INVALID when one has no frame at its time. */
export async function makeContactSheet(
  runner: FfmpegRunner,
  { clips, outputPath, signal }: MakeContactSheet,
): Promise<void> {
  if (clips.length === 0) throw new AppError('INVALID_INPUT', 'A contact sheet shows at least one clip, not 0');
  await using directory = await PrivateDirectory.create(dirname(resolve(outputPath)));
  const turns = new Turns(STILLS_AT_ONCE);
  const cwd = directory.path;
  await Promise.all(
    clips.map(async ({ path, atSeconds }, index) => {
      const still = { path: resolve(path), atSeconds, width: WIDTH, outputFile: `still-${toName(index)}.jpg` };
      await turns.take(async () => runner.ffmpeg(buildStillArguments(still), { cwd, signal, yields: true }));
    }),
  );
  const columns = Math.ceil(Math.sqrt(clips.length));
  const sheet = {
    pattern: 'still-%04d.jpg',
    columns,
    rows: Math.ceil(clips.length / columns),
    outputFile: 'sheet.jpg',
  };
  await runner.ffmpeg(buildTileArguments(sheet), { cwd, signal, yields: true });
  await rename(directory.file('sheet.jpg'), outputPath);
}

function toName(index: number): string {
  return String(index + 1).padStart(4, '0');
}
