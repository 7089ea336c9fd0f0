import { INPUT_LIMITS, MUSIC_LIMITS, QUIET, toFileUrl } from '../ffmpeg-arguments';
import { DURATION_TOLERANCE_SECONDS } from '../clip-faults';
import { CHANNELS, SAMPLE_RATE } from '../film-target';
import type { VideoFacts } from '../video-facts';

export interface SamplesFile {
  /** The moment of the file that becomes the first sample. */
  startSeconds: number;
  /** Never more than this comes out, whatever the file declares. */
  seconds: number;
  outputFile: string;
}

export interface DecodeRequest extends SamplesFile {
  path: string;
}

/** How much of a clip's sound may be heard, or count for its loudness: what goes on after the picture is never heard. */
export function toHeardSeconds({ durationSeconds }: Pick<VideoFacts, 'durationSeconds'>): number {
  return durationSeconds + DURATION_TOLERANCE_SECONDS;
}

const FORM = ['-ar', String(SAMPLE_RATE), '-ac', String(CHANNELS)];
const RAW = ['-f', 's16le', ...FORM];

/** The sound of each clip as bare samples. */
export function buildDecodeArguments(requests: readonly DecodeRequest[]): string[] {
  return [
    ...[...QUIET, '-copyts', ...requests.flatMap(({ path }) => [...INPUT_LIMITS, '-vn', '-i', toFileUrl(path)])],
    ...requests.flatMap((request, index) => buildSoundOutput(index, request)),
  ];
}

/** The sound of one of a program's inputs as bare samples of 48 kHz stereo, in step with its picture. Wants `-copyts` ahead of the inputs. */
export function buildSoundOutput(input: number, { startSeconds, seconds, outputFile }: SamplesFile): string[] {
  const inStep = ['-map', `${input}:a:0`, '-af', buildInStepFilter(startSeconds)];
  return [...inStep, '-t', seconds.toFixed(6), ...RAW, '-y', outputFile];
}

/** Sound in step with the picture: silence where it begins later or has gaps. */
export function buildInStepFilter(startSeconds: number): string {
  return `asetpts=PTS-${startSeconds.toFixed(6)}/TB,aresample=${SAMPLE_RATE}:async=1:first_pts=0`;
}

export interface MusicRequest extends Omit<DecodeRequest, 'startSeconds'> {
  loudnessLufs: number;
}

/** The sound of a user's file from its beginning, as loud as asked for. */
export function buildMusicArguments({ path, seconds, loudnessLufs, outputFile }: MusicRequest): string[] {
  return [
    ...[...QUIET, ...MUSIC_LIMITS, '-vn', '-i', toFileUrl(path), '-map', '0:a:0', '-t', seconds.toFixed(6)],
    ...['-af', `loudnorm=I=${loudnessLufs}:TP=-2:LRA=11`, ...RAW, '-y', outputFile],
  ];
}

/**
 * Of bare samples from standard input, to packets with a header each on the standard output, each as soon as it is made:
 * nothing is cut off before the coder, and nothing read to find out what the input is. `fast` takes half the time of ffmpeg's usual coder
 * (0011).
 */
export function buildEncodeArguments(): string[] {
  const known = ['-probesize', '32', '-analyzeduration', '0', ...RAW];
  const input = ['-protocol_whitelist', 'pipe', ...known, '-i', 'pipe:0'];
  const coder = ['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '192k'];
  return [...QUIET, ...input, ...coder, '-f', 'adts', '-flush_packets', '1', 'pipe:1'];
}
