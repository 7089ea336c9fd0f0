import { describe, expect, it } from '@jest/globals';
import { aClip } from '@shared/testing/a-clip';
import { findJoinFaults } from './join-faults';

const audio = { codec: 'aac', sampleRate: 48000, channels: 2, frames: 378, packets: 378, durationSeconds: 8 };
const film = aClip({ durationSeconds: 8, frames: 192, packets: 192, audio });
const parts = [aClip(), aClip()];

describe('findJoinFaults', () => {
  it('accepts a film that is the sum of its clips', () => {
    expect(findJoinFaults(parts, film)).toEqual([]);
    expect(findJoinFaults(parts, { ...film, durationSeconds: 8.08 })).toEqual([]);
  });

  it.each([
    ['a lost frame', { ...film, frames: 191, packets: 191 }, 'it holds 191 frames, its clips 192'],
    ['a frame declared and not there', { ...film, frames: 193 }, 'it declares 193 frames and holds 192'],
    ['another length', { ...film, durationSeconds: 8.1 }, 'it lasts 8.1 s, its clips 8 s'],
    ['lost sound', { ...film, audio: null }, 'it has no sound and its clips have'],
    [
      'a lost packet of sound',
      { ...film, audio: { ...audio, packets: 377 } },
      'it holds 377 audio frames, its clips 378',
    ],
  ])('names %s', (_, joined, fault) => {
    expect(findJoinFaults(parts, joined)).toEqual([fault]);
  });

  it('names sound that came from nowhere', () => {
    const silent = aClip({ audio: null });
    expect(findJoinFaults([silent, silent], film)).toEqual(['it has sound and none of its clips has']);
  });
});
