import { writeFile } from 'node:fs/promises';
import { AppError } from '@shared/errors/app-error';
import { buildSceneCues, type CaptionLine } from '../captions/build-cues';
import { buildSrt } from '../captions/build-captions';
import { clockOf } from '../film-target';
import { readTrackOf } from '../mp4/read-tracks';
import type { Mp4Track } from '../mp4/track';
import { toMediaFault } from '../probe-media';
import { ranksOf, toSegment, type VideoSegment } from '../video-segment';
import type { ArrivedClip } from './arrived-clip';
import type { Shot } from './film-shots';
import { isStartOfSequence } from './is-start-of-sequence';
import { buildFramesArguments, buildTransitionArguments, type Quality } from './picture-arguments';
import { planCopy, type CopyPlan } from './plan-copy';
import type { Workbench } from './workbench';

interface Frames {
  from: number;
  to: number;
}

/** A clip, and what is to be drawn into its picture. */
export interface PictureSource {
  clip: ArrivedClip;
  burnIn: readonly CaptionLine[];
}

/** Frames of one clip, copied as far as they are as the film's and can be told apart from the rest; the others encoded. */
export async function makePlain(
  bench: Workbench,
  source: PictureSource,
  { from, to }: Frames,
): Promise<VideoSegment[]> {
  const { track } = source.clip;
  const plan = track && source.burnIn.length === 0 ? await planTrackCopy(track, { from, to }) : null;
  if (!track || !plan) return [await encodeFrames(bench, source, { from, to })];
  const patch = async (frames: Frames): Promise<VideoSegment[]> =>
    frames.to > frames.from ? [await encodeFrames(bench, source, frames)] : [];
  const [before, after] = await Promise.all([patch({ from, to: plan.from }), patch({ from: plan.to, to })]);
  return [...before, toSegment(track, plan.from, plan.to - plan.from), ...after];
}

/** A transition out of the last frames of one clip, the first of another, or both. */
export async function makeTransition(
  bench: Workbench,
  shot: Exclude<Shot, { kind: 'plain' }>,
  sources: readonly PictureSource[],
): Promise<VideoSegment[]> {
  const { from, to } = shot;
  const inputs = await Promise.all(
    sources.map(async (source, index) => {
      const frames = index === 0 ? { from, to } : { from: 0, to: to - from };
      return (await makeFrames(bench, source, { ...frames, quality: 'lossless' })).path;
    }),
  );
  const outputFile = `${shot.kind}-${shot.n}-${from}-${to}.mp4`;
  const args = buildTransitionArguments(shot, { target: bench.target, inputs, outputFile });
  const { runner, directory, turns, signal } = bench;
  await turns.take(() => runner.ffmpeg(args, { cwd: directory.path, signal }));
  return [toSegment(await readFrames(bench, outputFile, to - from))];
}

async function planTrackCopy(track: Mp4Track, { from, to }: Frames): Promise<CopyPlan | null> {
  const starts = new Set<number>();
  for (const [index, sample] of track.samples.entries()) {
    if (sample.isSync && (await isStartOfSequence(track.path, sample))) starts.add(index);
  }
  return planCopy({ ranks: ranksOf(track.samples), isStart: (index) => starts.has(index) }, from, to);
}

async function encodeFrames(bench: Workbench, source: PictureSource, frames: Frames): Promise<VideoSegment> {
  return toSegment(await makeFrames(bench, source, { ...frames, quality: 'film' }));
}

async function makeFrames(
  bench: Workbench,
  { clip, burnIn }: PictureSource,
  { from, to, quality }: Frames & { quality: Quality },
): Promise<Mp4Track> {
  const { runner, directory, target, turns, signal } = bench;
  const { n, path, startSeconds } = clip;
  const captionsFile = burnIn.length > 0 ? `captions-${n}.srt` : null;
  if (captionsFile) await writeFile(directory.file(captionsFile), buildClipCaptions(clip, burnIn, clockOf(target).fps));
  const outputFile = `${quality}-${n}-${from}-${to}.mp4`;
  const conforms = clip.track !== null;
  const request = { path, target, conforms, startSeconds, from, to, captionsFile, quality, outputFile };
  try {
    await turns.take(() => runner.ffmpeg(buildFramesArguments(request), { cwd: directory.path, signal }));
  } catch (error) {
    throw toMediaFault(error);
  }
  return readFrames(bench, outputFile, to - from);
}

function buildClipCaptions({ frames }: ArrivedClip, lines: readonly CaptionLine[], fps: number): string {
  return buildSrt(buildSceneCues(lines, frames / fps));
}

// One frame more or less would move all that follows.
async function readFrames({ directory }: Workbench, file: string, frames: number): Promise<Mp4Track> {
  const track = await readTrackOf(directory.file(file), 'vide');
  if (track.samples.length === frames) return track;
  throw new AppError('MEDIA_INVALID', `The clip gave ${track.samples.length} frames where it promised ${frames}`);
}
