import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FilmAssembly } from '@shared/media/assembly/film-assembly';
import type { FilmTarget } from '@shared/media/film-target';
import type { JoinKind } from '@shared/media/film-timeline';
import { probeVideo } from '@shared/media/probe-media';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';

export interface StitchTask {
  folder: string;
  /** In the order of the film. */
  clips: string[];
  seconds: number;
  join: JoinKind;
  target: FilmTarget;
}

export interface StitchFigures {
  /** From the last clip's arrival to the film. */
  tailMs: number;
  /** Of that, after the last clip was taken in. */
  writeMs: number;
}

const runner = new FfmpegRunner({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });

// A worker has made films before; the first in a process counts the start of everything.
async function run(task: StitchTask): Promise<StitchFigures> {
  await makeFilm({ ...task, clips: task.clips.slice(0, 3) });
  return makeFilm(task);
}

// The clip that comes last belongs to the middle of the film: both its neighbours have waited for it.
async function makeFilm({ folder, clips, seconds, join: kind, target }: StitchTask): Promise<StitchFigures> {
  const parent = await mkdtemp(join(folder, 'film-'));
  const scenes = clips.map((_, index) => ({ n: index + 1, seconds, join: { kind, seconds: 0.5 } }));
  const last = Math.floor(clips.length / 2);
  // What was found when the clip was checked on its arrival.
  const facts = await probeVideo(runner, clips[last] ?? '');
  await using film = await FilmAssembly.begin(runner, { target, scenes }, { parent });
  for (const [index, clip] of clips.entries()) if (index !== last) await film.add(index + 1, clip, { facts });
  await wait(500);
  const begun = performance.now();
  await film.add(last + 1, clips[last] ?? '', { facts });
  const added = performance.now();
  await film.finish(join(parent, 'film.mp4'));
  const ended = performance.now();
  await rm(join(parent, 'film.mp4'));
  return { tailMs: Math.round(ended - begun), writeMs: Math.round(ended - added) };
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as StitchTask)));
