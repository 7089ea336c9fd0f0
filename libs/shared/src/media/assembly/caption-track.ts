import { writeFile } from 'node:fs/promises';
import { QUIET } from '../ffmpeg-arguments';
import type { Cue } from '../captions/build-cues';
import { buildSrt } from '../captions/build-captions';
import type { FilmTimeline } from '../film-timeline';
import type { FilmTrack } from '../mp4/film-track';
import { readTrackOf } from '../mp4/read-tracks';
import type { Workbench } from './workbench';

/** Captions as a track of the film, which players can switch on. */
export async function makeCaptionTrack(bench: Workbench, cues: readonly Cue[], film: FilmTimeline): Promise<FilmTrack> {
  const { runner, directory, target, signal } = bench;
  await writeFile(directory.file('captions.srt'), buildSrt(cues));
  const input = ['-protocol_whitelist', 'file', '-f', 'srt', '-i', 'file:captions.srt'];
  const args = [...QUIET, ...input, '-c:s', 'mov_text', '-f', 'mp4', '-y', 'captions.mp4'];
  await runner.ffmpeg(args, { cwd: directory.path, signal });
  const { path, timescale, descriptions, samples } = await readTrackOf(directory.file('captions.mp4'), 'sbtl');
  return {
    ...{ handler: 'sbtl', timescale, descriptions, skip: 0, size: target },
    samples: samples.map((sample) => ({ ...sample, path, description: 1 })),
    length: Math.round(film.seconds * timescale),
  };
}
