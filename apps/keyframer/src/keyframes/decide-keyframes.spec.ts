import { describe, expect, it } from '@jest/globals';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import type { Continuity } from '@shared/contracts/order';
import type { UnitStatus } from '@shared/generation/unit-state';
import { decideKeyframes } from './decide-keyframes';

// Two chains: keyframes 0 to 3 and 4 to 5.
const layout = layOutKeyframes(['cut', 'continue', 'continue', 'cut']);

function decide(continuity: Continuity, statuses: UnitStatus[]) {
  return decideKeyframes(layout, continuity, new Map(statuses.entries()));
}

describe('decideKeyframes', () => {
  it('begins the first keyframe of every chain at once', () => {
    expect(
      decide(
        'chain',
        Array.from({ length: 6 }, () => 'waiting'),
      ),
    ).toEqual({ takeUp: [0, 4], giveUp: [] });
  });

  it('follows a finished keyframe with the next of its chain', () => {
    expect(decide('chain', ['ready', 'waiting', 'waiting', 'waiting', 'making', 'waiting'])).toEqual({
      takeUp: [1],
      giveUp: [],
    });
  });

  it('follows an anchor with all the rest of its chain', () => {
    expect(decide('anchored', ['ready', 'waiting', 'waiting', 'waiting', 'making', 'waiting'])).toEqual({
      takeUp: [1, 2, 3],
      giveUp: [],
    });
  });

  it('gives up all that hangs on a failed keyframe, and no other chain', () => {
    expect(decide('chain', ['ready', 'failed', 'waiting', 'waiting', 'ready', 'waiting'])).toEqual({
      takeUp: [5],
      giveUp: [2, 3],
    });
  });

  it('gives up only the keyframe itself when it is no anchor', () => {
    expect(decide('anchored', ['ready', 'failed', 'waiting', 'making', 'making', 'waiting'])).toEqual({
      takeUp: [2],
      giveUp: [],
    });
  });
});
