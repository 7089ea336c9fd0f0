import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@shared/errors/app-error';
import { CHANNELS } from '../film-target';
import { toMediaFault } from '../probe-media';
import { buildMusicArguments } from '../sound/sound-arguments';
import type { Workbench } from './workbench';

/** A user's file that is heard under the scenes. */
export interface MusicPlan {
  path: string;
  /** Louder or quieter than usual, which is 8 LU below the scenes. Default 0. */
  gainDb?: number;
  /** Whether it gives way to what is heard in the scenes. Default true. */
  duck?: boolean;
}

/** Music as bare samples. */
export interface Music {
  path: string;
  /** In samples; it begins again after so many. */
  length: number;
  gainDb: number;
  duck: boolean;
  /** Two of the same key sound the same. */
  key: string;
}

const BELOW_SCENES_LU = 8;

/** Decodes and levels as much of a user's music as a film of so many seconds needs. MEDIA_INVALID when it is no sound that we read. */
export async function prepareMusic(
  { runner, directory, target, turns, signal }: Workbench,
  { path, gainDb = 0, duck = true }: MusicPlan,
  seconds: number,
): Promise<Music> {
  const loudnessLufs = target.loudnessLufs - BELOW_SCENES_LU;
  const args = buildMusicArguments({ path, seconds, loudnessLufs, outputFile: 'music.s16' });
  await turns
    .take(async () => runner.ffmpeg(args, { cwd: directory.path, signal }))
    .catch((error: unknown) => {
      throw toMediaFault(error);
    });
  const samplesPath = directory.file('music.s16');
  const length = Math.floor((await stat(samplesPath)).size / 2 / CHANNELS);
  if (length === 0) throw new AppError('MEDIA_INVALID', 'The music has no sound');
  const hash = createHash('sha256').update(JSON.stringify([gainDb, duck]));
  await pipeline(createReadStream(samplesPath), hash);
  return { path: samplesPath, length, gainDb, duck, key: hash.digest('hex') };
}
