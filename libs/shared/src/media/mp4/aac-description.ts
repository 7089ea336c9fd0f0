import { CHANNELS, SAMPLE_RATE } from '../film-target';
import { box, fullBox, uint16, uint32 } from './boxes';

// What a decoder has to know: AAC-LC (2) at 48 kHz (3) of two channels (2); and, by name, that nothing is left out of it (no SBR).
const DECODER_FACTS = Buffer.from([0x11, 0x90, 0x56, 0xe5, 0x00]);
const [STREAM, DECODER, FACTS, SYNC] = [3, 4, 5, 6];
const [AAC, SOUND_STREAM] = [0x40, 0x15];

/** The entry of `stsd` for the sound of a film: AAC-LC, 48 kHz, stereo. It says nothing of its bit rate, which differs from scene to scene. */
export const AAC_DESCRIPTION = box(
  'mp4a',
  ...[uint32(0), uint16(0, 1), uint32(0, 0), uint16(CHANNELS, 16), uint32(0), uint32(SAMPLE_RATE * 0x10000)],
  fullBox(
    'esds',
    0,
    describe(
      STREAM,
      Buffer.from([0, 1, 0]),
      describe(DECODER, Buffer.from([AAC, SOUND_STREAM, 0, 0, 0]), uint32(0, 0), describe(FACTS, DECODER_FACTS)),
      describe(SYNC, Buffer.from([2])),
    ),
  ),
);

function describe(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
}
