import { describe, expect, it } from '@jest/globals';
import { aBuild } from '@shared/testing/a-build';
import { decideUnits, type UnitOutcome } from './decide-units';
import { describeFilm } from './describe-film';
import { inputHashOf } from './input-hash';
import { toRecipes } from './to-recipes';

const recipes = toRecipes(describeFilm(aBuild(['cut', 'continue', 'cut'])), {});
const keyframes = recipes.filter(({ kind }) => kind === 'keyframe');
const clips = recipes.filter(({ kind }) => kind === 'clip');
const ready = (sha256: string): UnitOutcome => ({ kind: 'ready', sha256 });
const failed: UnitOutcome = { kind: 'failed', reason: 'keyframe 1 failed: refused' };

function decide(waiting: typeof recipes, outcomes: Record<string, UnitOutcome>) {
  const { takeUp, giveUp } = decideUnits(waiting, new Map(Object.entries(outcomes)));
  return { takeUp: takeUp.map(({ unit }) => unit.n), giveUp: giveUp.map(({ unit, reason }) => [unit.n, reason]) };
}

describe('decideUnits', () => {
  it('begins the first keyframe of every chain at once', () => {
    expect(decide(keyframes, {})).toEqual({ takeUp: [0, 3], giveUp: [] });
  });

  it('begins a clip as soon as its two keyframes exist, whatever the others do', () => {
    expect(decide(clips, { 'keyframe/3': ready('a'), 'keyframe/4': ready('b'), 'keyframe/0': ready('c') })).toEqual({
      takeUp: [3],
      giveUp: [],
    });
  });

  it('gives up both sides of a failed keyframe, and says which it was', () => {
    const reason = 'keyframe 1 failed: refused';
    expect(decide(clips, { 'keyframe/0': ready('a'), 'keyframe/1': failed })).toEqual({
      takeUp: [],
      giveUp: [
        [1, reason],
        [2, reason],
      ],
    });
  });

  it('hashes a unit with the artifacts that it is made from', () => {
    const { takeUp } = decideUnits(
      clips.slice(0, 1),
      new Map([
        ['keyframe/0', ready('a')],
        ['keyframe/1', ready('b')],
      ]),
    );
    expect(takeUp[0]?.inputHash).toBe(inputHashOf(clips[0]?.recipe ?? '', { start: 'a', end: 'b' }));
  });
});
