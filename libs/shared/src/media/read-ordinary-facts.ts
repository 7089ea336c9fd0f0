import type { FileWindow } from './mp4/file-window';
import { readAvcFacts, readPictureEntry } from './mp4/parameter-sets';
import { readUnits, SEQUENCE_SET } from './mp4/read-units';
import { readSequenceFacts } from './mp4/sequence-facts';
import type { Mp4Movie, Mp4Sample, Mp4Track } from './mp4/track';
import type { AudioFacts, VideoFacts } from './video-facts';

/**
 * What a file says of itself, where all that it says is of one mind: H.264 that every player takes, shown upright from its first frame to
 * its last. Null for any other, of which a program has to find out what it is.
 */
export async function readOrdinaryFacts(movie: Mp4Movie, file: FileWindow): Promise<VideoFacts | null> {
  const pictures = movie.tracks.filter(({ handler }) => handler === 'vide');
  const [picture] = pictures;
  if (!picture || pictures.length > 1 || movie.isFragmented || picture.isTurned) return null;
  const size = await readSize(picture, file);
  const length = lengthOf(picture);
  if (!size || !lastsAsDeclared(picture, length, movie.timescale)) return null;
  const sound = movie.tracks.find(({ handler, samples }) => handler === 'soun' && samples.length > 0);
  return {
    ...{ ...size, ...countSamples(picture, movie), ...rateOf(picture, length) },
    durationSeconds: length / picture.timescale,
    ...{ videoCodec: 'h264', pixelFormat: 'yuv420p', pixelAspect: '1:1', isInterlaced: false, rotationDegrees: 0 },
    audio: sound ? toAudioFacts(sound, movie) : null,
  };
}

async function readSize(
  { descriptions, samples }: Mp4Track,
  file: FileWindow,
): Promise<Pick<VideoFacts, 'width' | 'height'> | null> {
  const [description] = descriptions;
  const [first] = samples;
  const entry = description && readPictureEntry(description);
  const sequences = (description && readAvcFacts(description)?.sequences) ?? [];
  const [sequence] = sequences;
  if (descriptions.length !== 1 || !first || !entry?.isOrdinary || !sequence || sequences.length > 1) return null;
  const { width, height, isOrdinary } = readSequenceFacts(sequence);
  if (!isOrdinary || width !== entry.width || height !== entry.height) return null;
  return (await holdsOther(file, first, sequence)) ? null : { width, height };
}

// What stands before the frames themselves counts for more than the header.
async function holdsOther(file: FileWindow, first: Mp4Sample, sequence: Buffer): Promise<boolean> {
  for (const { kind, bytes } of await readUnits(file, first)) {
    if (kind === SEQUENCE_SET && !bytes.equals(sequence)) return true;
  }
  return false;
}

// Neither the header nor an edit says that it is longer or shorter than its frames, by as much as one of them.
function lastsAsDeclared(track: Mp4Track, length: number, movieTimescale: number): boolean {
  const { samples, timescale, duration, edits } = track;
  const frame = length / samples.length;
  if (length === 0 || Math.abs(duration - length) >= frame) return false;
  const [edit] = edits;
  if (!edit) return true;
  const shown = (edit.duration * timescale) / movieTimescale;
  return edits.length === 1 && edit.mediaTime >= 0 && (edit.duration === 0 || Math.abs(shown - length) < frame);
}

function lengthOf({ samples }: Mp4Track): number {
  return samples.reduce((sum, { duration }) => sum + duration, 0);
}

function countSamples({ samples }: Mp4Track, { bytes }: Mp4Movie): Pick<VideoFacts, 'frames' | 'packets'> {
  const there = samples.filter((sample) => sample.offset + sample.bytes <= bytes);
  return { frames: samples.length, packets: there.length };
}

function toAudioFacts(track: Mp4Track, movie: Mp4Movie): AudioFacts {
  // What a coder needed to get going is no part of it.
  const skipped = Math.max(0, track.edits[0]?.mediaTime ?? 0);
  return { ...countSamples(track, movie), durationSeconds: (lengthOf(track) - skipped) / track.timescale };
}

function rateOf(track: Mp4Track, length: number): Pick<VideoFacts, 'fps' | 'frameRate'> {
  const frames = track.samples.length * track.timescale;
  const common = greatestDivisor(frames, length);
  return { fps: frames / length, frameRate: `${frames / common}/${length / common}` };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
