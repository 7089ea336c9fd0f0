import { describe, expect, it } from '@jest/globals';
import { aClip } from '@shared/testing/a-clip';
import { findClipFaults } from './clip-faults';

const audio = { frames: 189, packets: 94, durationSeconds: 4 };

describe('findClipFaults', () => {
  it('finds nothing wrong with the clip that was asked for', () => {
    expect(findClipFaults(aClip(), { seconds: 4, fps: 24, width: 1280, height: 720 })).toEqual([]);
    expect(findClipFaults(aClip({ durationSeconds: 4.4 }), { seconds: 4 })).toEqual([]);
  });

  it.each([
    ['truncated picture', aClip({ packets: 50 }), 'it declares 96 video frames and holds 50: truncated'],
    ['truncated sound', aClip({ audio }), 'it declares 189 audio frames and holds 94: truncated'],
    ['no frames', aClip({ frames: 0, packets: 0 }), 'it has no video frame'],
    ['too short', aClip({ durationSeconds: 3.4 }), 'it lasts 3.4 s, asked were 4 s'],
    ['too long', aClip({ durationSeconds: 8 }), 'it lasts 8 s, asked were 4 s'],
    ['another rate', aClip({ fps: 30 }), 'it runs at 30 fps, asked were 24'],
    ['another width', aClip({ width: 640 }), 'it is 640 wide, asked were 1280'],
    ['another height', aClip({ height: 360 }), 'it is 360 high, asked were 720'],
  ])('names what is wrong: %s', (_, clip, fault) => {
    expect(findClipFaults(clip, { seconds: 4, fps: 24, width: 1280, height: 720 })).toEqual([fault]);
  });

  it('takes the tolerance that it is given', () => {
    const faults = findClipFaults(aClip({ durationSeconds: 4.1 }), { seconds: 4, toleranceSeconds: 0.05 });
    expect(faults).toEqual(['it lasts 4.1 s, asked were 4 s']);
  });
});
