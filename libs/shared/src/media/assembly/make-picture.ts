import { writeFile } from 'node:fs/promises';
import { AppError } from '@shared/errors/app-error';
import { buildSceneCues } from '../captions/build-cues';
import type { CaptionLine } from '../captions/caption-line';
import { buildSrt } from '../captions/build-captions';
import { clockOf } from '../film-target';
import { readTrackOf } from '../mp4/read-tracks';
import type { Mp4Track } from '../mp4/track';
import { toMediaFault } from '../probe-media';
import { toSegment, type VideoSegment } from '../video-segment';
import type { ArrivedClip } from './arrived-clip';
import type { Frames, ScenePlan, Shot } from './film-shots';
import { findSeek } from './find-seek';
import {
  buildFramesArguments,
  buildTransitionArguments,
  type FramePiece,
  type Quality,
  toPiece,
} from './picture-arguments';
import { planTrackCopy } from './plan-track-copy';
import type { Workbench } from './workbench';

/** A clip of 4K on a busy machine. */
export const ENCODE_TIMEOUT_MS = 300_000;

/** A clip, and what is to be drawn into its picture. */
export interface PictureSource {
  clip: ArrivedClip;
  burnIn: readonly CaptionLine[];
}

export interface ScenePicture {
  plain: VideoSegment[];
  /** Files of frames, for transitions. */
  headFile: string | null;
  tailFile: string | null;
}

/** Copies frames as far as they are as the film's and can be told apart from the rest; all others come out of one decoding. */
export async function makeScenePicture(
  bench: Workbench,
  source: PictureSource,
  plan: ScenePlan,
): Promise<ScenePicture> {
  const { plain, head, tail } = plan;
  const { track } = source.clip;
  const copy = track && source.burnIn.length === 0 ? planTrackCopy(track, plain) : null;
  const encoded = copy
    ? [
        { from: plain.from, to: copy.from },
        { from: copy.to, to: plain.to },
      ]
    : [plain];
  const toPieces = (frames: (Frames | null)[], quality: Quality): FramePiece[] =>
    frames.flatMap((piece) => (piece && piece.to > piece.from ? [toPiece(plan.n, piece, quality)] : []));
  const film = toPieces(encoded, 'film');
  await makeFrames(bench, source, [...film, ...toPieces([head, tail], 'lossless')]);
  const segments = await Promise.all(film.map(async (piece) => toSegment(await readFrames(bench, piece))));
  const before = copy && copy.from > plain.from ? 1 : 0;
  if (track && copy) segments.splice(before, 0, toSegment(track, copy.from, copy.to - copy.from));
  return {
    plain: segments,
    headFile: head && toPiece(plan.n, head, 'lossless').outputFile,
    tailFile: tail && toPiece(plan.n, tail, 'lossless').outputFile,
  };
}

/** A transition out of the last frames of one clip, the first of another, or both. */
export async function makeTransition(
  bench: Workbench,
  shot: Exclude<Shot, { kind: 'plain' }>,
  inputs: readonly string[],
): Promise<VideoSegment[]> {
  const { kind, n, from, to } = shot;
  // The same frames may be blended into another scene later.
  const outputFile = `${kind}-${n}-${from}-${to}${shot.kind === 'blend' ? `-${shot.into}` : ''}.mp4`;
  const args = buildTransitionArguments(shot, { target: bench.target, inputs, outputFile });
  const { runner, directory, turns, signal } = bench;
  await turns.take(async () => runner.ffmpeg(args, { cwd: directory.path, signal }));
  return [toSegment(await readFrames(bench, { from, to, outputFile }))];
}

async function makeFrames(
  bench: Workbench,
  { clip, burnIn }: PictureSource,
  pieces: readonly FramePiece[],
): Promise<void> {
  if (pieces.length === 0) return;
  const { runner, directory, target, turns, signal } = bench;
  const { n, path, startSeconds } = clip;
  const from = Math.min(...pieces.map((piece) => piece.from));
  const captionsFile = burnIn.length > 0 ? `captions-${n}.srt` : null;
  if (captionsFile) await writeFile(directory.file(captionsFile), buildClipCaptions(clip, burnIn, clockOf(target).fps));
  const args = buildFramesArguments({
    path,
    target,
    conforms: clip.track !== null,
    startSeconds,
    seekSeconds: findSeek(clip, from / clockOf(target).fps),
    captionsFile,
    pieces,
  });
  const options = { cwd: directory.path, signal, timeoutMs: ENCODE_TIMEOUT_MS };
  try {
    await turns.take(async () => runner.ffmpeg(args, options));
  } catch (error) {
    throw toMediaFault(error);
  }
}

function buildClipCaptions({ frames }: ArrivedClip, lines: readonly CaptionLine[], fps: number): string {
  return buildSrt(buildSceneCues(lines, frames / fps));
}

// One frame more or less would move all that follows.
async function readFrames(
  { directory }: Workbench,
  { from, to, outputFile }: Pick<FramePiece, 'from' | 'to' | 'outputFile'>,
): Promise<Mp4Track> {
  const track = await readTrackOf(directory.file(outputFile), 'vide');
  if (track.samples.length === to - from) return track;
  throw new AppError('MEDIA_INVALID', `The clip gave ${track.samples.length} frames where it promised ${to - from}`);
}
