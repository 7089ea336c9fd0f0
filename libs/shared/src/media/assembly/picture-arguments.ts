import { DECODE_LIMITS, INPUT_LIMITS, QUIET, toFileUrl } from '../ffmpeg-arguments';
import { clockOf, type PictureTarget } from '../film-target';
import type { Frames, Shot } from './film-shots';

export interface FramesRequest {
  path: string;
  target: PictureTarget;
  /** Whether the frames are as the film's already, but for those that are wanted. */
  conforms: boolean;
  /** When the first frame of the clip is shown, by the clock of its file. */
  startSeconds: number;
  /** From when on, by that clock, it is decoded: from the last frame before that needs no other. Null: all of it. */
  seekSeconds: number | null;
  /** A file of captions in the working directory, to be drawn into the picture. */
  captionsFile: string | null;
  /** At least one. */
  pieces: readonly FramePiece[];
}

/** Some frames of a clip, and where they go. */
export interface FramePiece {
  from: number;
  to: number;
  quality: Quality;
  outputFile: string;
  /** Whether the last of them is to need no other, so that it can be left out later. */
  endsAlone?: boolean;
}

/** `lossless`: for frames that are encoded once more. */
export type Quality = 'film' | 'lossless';

export function toPiece(n: number, { from, to }: Frames, quality: Quality): FramePiece {
  return { from, to, quality, outputFile: `${quality}-${n}-${from}-${to}.mp4` };
}

/** Decodes a clip once and encodes pieces of it as frames of the film, each exactly as long as asked for. */
export function buildFramesArguments(request: FramesRequest): string[] {
  const { path, target, seekSeconds, pieces } = request;
  const seek = seekSeconds === null ? [] : ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', seekSeconds.toFixed(6)];
  return [
    ...[...QUIET, '-xerror', ...INPUT_LIMITS, ...DECODE_LIMITS, '-copyts', ...seek, '-i', toFileUrl(path)],
    ...['-filter_complex', buildFilter(request)],
    ...pieces.flatMap(({ from, to, quality, outputFile, endsAlone }, index) => [
      ...['-map', `[out${index}]`, '-frames:v', String(to - from)],
      ...(endsAlone ? ['-force_key_frames', `expr:eq(n,${to - from - 1})`] : []),
      ...buildEncoder(target, quality, outputFile),
    ]),
  ];
}

/** Encodes a transition out of files of frames: those that are left, and for a blend those that are entered. */
export function buildTransitionArguments(
  shot: Exclude<Shot, { kind: 'plain' }>,
  { target, inputs, outputFile }: { target: PictureTarget; inputs: readonly string[]; outputFile: string },
): string[] {
  const frames = shot.to - shot.from;
  const limits = [...INPUT_LIMITS, ...DECODE_LIMITS];
  return [
    ...[...QUIET, '-xerror', ...inputs.flatMap((input) => [...limits, '-i', toFileUrl(input)])],
    ...['-filter_complex', `${buildTransition(shot, target)},format=yuv420p[out]`, '-map', '[out]'],
    ...['-frames:v', String(frames), ...buildEncoder(target, 'film', outputFile)],
  ];
}

function buildFilter({ target, conforms, startSeconds, captionsFile, pieces }: FramesRequest): string {
  const most = Math.max(...pieces.map(({ to }) => to));
  const whole = [
    `setpts=PTS-${startSeconds.toFixed(6)}/TB`,
    ...(conforms ? [] : buildFit(target, most)),
    ...(captionsFile === null ? [] : [`subtitles=filename=${captionsFile}`]),
    `split=${pieces.length}`,
  ].join(',');
  const split = pieces.map((_, index) => `[part${index}]`).join('');
  return [
    `[0:v:0]${whole}${split}`,
    ...pieces.map((piece, index) => `[part${index}]${buildTrim(piece, target)}[out${index}]`),
  ].join(';');
}

// By their times, as it is not certain how many frames come ahead of them; half way between two, so that nothing hangs on rounding.
function buildTrim({ from, to }: FramePiece, { frameRate }: Pick<PictureTarget, 'frameRate'>): string {
  const unit = frameRate.split('/').reverse().join('/');
  const ahead = (frame: number): string => ((frame - 0.5) / clockOf({ frameRate }).fps).toFixed(6);
  const start = from > 0 ? `start=${ahead(from)}:` : '';
  return `trim=${start}end=${ahead(to)},settb=${unit},setpts=N,fps=${frameRate},format=yuv420p`;
}

// `fps` begins at 0, so a clip whose picture comes late keeps step with its sound; a frame too few is the last one again.
function buildFit({ width, height, frameRate }: PictureTarget, frames: number): string[] {
  return [
    'yadif=deint=interlaced,scale=w=trunc(iw*sar/2)*2:h=ih',
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2,setsar=1`,
    `fps=${frameRate}:start_time=0,tpad=stop_mode=clone:stop=${frames}`,
  ];
}

function buildTransition(shot: Exclude<Shot, { kind: 'plain' }>, { frameRate }: PictureTarget): string {
  const frames = shot.to - shot.from;
  if (shot.kind === 'blend') {
    const duration = frames / clockOf({ frameRate }).fps;
    return `[0:v][1:v]xfade=transition=fade:duration=${duration.toFixed(6)}:offset=0`;
  }
  const direction = shot.kind === 'fade-in' ? 'in' : 'out';
  return `[0:v]fade=type=${direction}:start_frame=0:nb_frames=${frames}:color=${shot.colour}`;
}

// The same settings everywhere: all that we encode shares one set of parameters, and players see no change.
function buildEncoder(target: Pick<PictureTarget, 'frameRate'>, quality: Quality, outputFile: string): string[] {
  const { fps, timescale } = clockOf(target);
  const coder =
    quality === 'film'
      ? ['-preset', 'veryfast', '-crf', '18', '-profile:v', 'high', '-g', String(Math.round(fps * 2))]
      : ['-preset', 'ultrafast', '-qp', '0'];
  return [
    ...['-an', '-sn', '-dn', '-fps_mode', 'passthrough', '-c:v', 'libx264', ...coder],
    ...['-video_track_timescale', String(timescale), '-f', 'mp4', '-y', outputFile],
  ];
}
