import { describe, expect, it } from '@jest/globals';
import { layOutKeyframes } from './keyframe-layout';

describe('layOutKeyframes', () => {
  it('gives one chain of N scenes N + 1 keyframes, shared at each boundary', () => {
    const { keyframes, scenes } = layOutKeyframes(['cut', 'continue', 'continue']);
    expect(keyframes).toHaveLength(4);
    expect(scenes.map(({ startKeyframe, endKeyframe }) => [startKeyframe, endKeyframe])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('opens a chain of its own at each cut', () => {
    const { keyframes, scenes } = layOutKeyframes(['cut', 'continue', 'cut', 'continue']);
    expect(keyframes.map(({ chain, position }) => `${chain}.${position}`)).toEqual([
      '0.0',
      '0.1',
      '0.2',
      '1.0',
      '1.1',
      '1.2',
    ]);
    expect(scenes[2]).toEqual({ n: 3, chain: 1, startKeyframe: 3, endKeyframe: 4 });
  });

  it('treats the first scene as a cut, whatever it says', () => {
    expect(layOutKeyframes(['continue'])).toEqual(layOutKeyframes(['cut']));
  });

  it('names the scenes that a keyframe ends and starts', () => {
    const { keyframes } = layOutKeyframes(['cut', 'continue']);
    expect(keyframes.map(({ endsScene, startsScene }) => [endsScene, startsScene])).toEqual([
      [null, 1],
      [1, 2],
      [2, null],
    ]);
  });
});
