import { describe, expect, it } from '@jest/globals';
import { aClip } from '@shared/testing/a-clip';
import { chooseJoinTarget, findJoinDifferences } from './join-target';

const mono = { codec: 'aac', sampleRate: 44100, channels: 1, frames: 10, packets: 10, durationSeconds: 4 };

describe('chooseJoinTarget', () => {
  it('is the first clip when that plays everywhere', () => {
    expect(chooseJoinTarget([aClip(), aClip({ width: 640 })])).toEqual(aClip());
  });

  it.each([
    ['H.264 of 4:2:0', aClip({ videoCodec: 'hevc', pixelFormat: 'yuv420p10le' }), aClip()],
    ['even sizes', aClip({ width: 641, height: 361 }), aClip({ width: 640, height: 360 })],
    ['upright', aClip({ width: 720, height: 1280, rotationDegrees: 90 }), aClip()],
    [
      'AAC in stereo',
      aClip({ audio: { ...mono, codec: 'opus', channels: 6 } }),
      aClip({ audio: { ...mono, channels: 2 } }),
    ],
  ])('is %s whatever the first clip is', (_, first, target) => {
    expect(chooseJoinTarget([first])).toEqual(target);
  });

  it('has sound as soon as one clip has', () => {
    expect(chooseJoinTarget([aClip({ audio: null }), aClip({ audio: mono }), aClip()]).audio).toEqual(mono);
    expect(chooseJoinTarget([aClip({ audio: null })]).audio).toBeNull();
  });

  it('refuses a film of no clips', () => {
    expect(() => chooseJoinTarget([])).toThrow('at least one clip');
  });
});

describe('findJoinDifferences', () => {
  it.each([
    [aClip(), []],
    [aClip({ durationSeconds: 9, frames: 216, packets: 216, fps: 24.001 }), []],
    [aClip({ width: 640, height: 360 }), ['width: 640, 1280', 'height: 360, 720']],
    [aClip({ fps: 30 }), ['fps: 30, 24']],
    [aClip({ timeBase: '1/90000' }), ['timeBase: 1/90000, 1/12288']],
    [aClip({ rotationDegrees: 180 }), ['rotationDegrees: 180, 0']],
    [aClip({ pixelFormat: 'yuv444p' }), ['pixelFormat: yuv444p, yuv420p']],
    [aClip({ audio: null }), ['audio: none, aac 48000 Hz 2 ch']],
    [aClip({ audio: mono }), ['audio: aac 44100 Hz 1 ch, aac 48000 Hz 2 ch']],
  ])('names what stream copy cannot bear (case %#)', (clip, differences) => {
    expect(findJoinDifferences(clip, aClip())).toEqual(differences);
  });
});
