import { describe, expect, it } from '@jest/globals';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import type { Input } from '@shared/generation/units';
import { decideClips } from './decide-clips';

const { scenes } = layOutKeyframes(['cut', 'continue', 'cut']);
const artifact = { key: 'k', sha256: '0'.repeat(64), bytes: 1, mediaType: 'image/png' };
const waiting = new Map([1, 2, 3].map((n) => [n, 'waiting' as const]));

function keyframes(states: Record<number, 'ready' | 'failed'>): Map<number, Input> {
  return new Map(
    Object.entries(states).map(([n, state]) => [
      Number(n),
      {
        n: Number(n),
        artifact: state === 'ready' ? artifact : null,
        error: state === 'failed' ? { code: 'INTERNAL', message: '' } : null,
      },
    ]),
  );
}

describe('decideClips', () => {
  it('begins a clip as soon as its two keyframes exist, whatever the others do', () => {
    expect(decideClips(scenes, waiting, keyframes({ 3: 'ready', 4: 'ready', 0: 'ready' }))).toEqual({
      takeUp: [3],
      giveUp: [],
    });
  });

  it('gives up the clips on both sides of a failed keyframe', () => {
    expect(decideClips(scenes, waiting, keyframes({ 0: 'ready', 1: 'failed' }))).toEqual({
      takeUp: [],
      giveUp: [1, 2],
    });
  });

  it('begins nothing twice', () => {
    const making = new Map([[1, 'making' as const]]);
    expect(decideClips(scenes, making, keyframes({ 0: 'ready', 1: 'ready' }))).toEqual({ takeUp: [], giveUp: [] });
  });
});
