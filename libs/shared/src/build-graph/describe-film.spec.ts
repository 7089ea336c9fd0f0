import { describe, expect, it } from '@jest/globals';
import { aBuild, aStoryboardOf } from '@shared/testing/a-build';
import { describeFilm, describeUnit } from './describe-film';
import { inputHashOf, recipeOf } from './input-hash';

const refsOf = (continuity: 'chain' | 'anchored') => {
  const build = aBuild(['cut', 'continue', 'continue', 'cut']);
  const units = describeFilm({ ...build, spec: { ...build.spec, continuity } });
  return Object.fromEntries(units.map(({ id, refs }) => [id, refs]));
};

describe('describeFilm', () => {
  it('names what each unit of a chain is made from', () => {
    expect(refsOf('chain')).toEqual({
      'keyframe/s1/start': {},
      'keyframe/s1/end': { anchor: 'keyframe/s1/start' },
      'keyframe/s2/end': { anchor: 'keyframe/s1/end' },
      'keyframe/s3/end': { anchor: 'keyframe/s2/end' },
      'keyframe/s4/start': {},
      'keyframe/s4/end': { anchor: 'keyframe/s4/start' },
      'clip/s1': { start: 'keyframe/s1/start', end: 'keyframe/s1/end' },
      'clip/s2': { start: 'keyframe/s1/end', end: 'keyframe/s2/end' },
      'clip/s3': { start: 'keyframe/s2/end', end: 'keyframe/s3/end' },
      'clip/s4': { start: 'keyframe/s4/start', end: 'keyframe/s4/end' },
    });
  });

  it('hangs every keyframe of an anchored chain on its first', () => {
    expect(refsOf('anchored')).toMatchObject({
      'keyframe/s2/end': { anchor: 'keyframe/s1/start' },
      'keyframe/s3/end': { anchor: 'keyframe/s1/start' },
      'keyframe/s4/end': { anchor: 'keyframe/s4/start' },
    });
  });

  it('keeps the ids of scenes that are moved, and tells their new places', () => {
    const { scenes, ...rest } = aStoryboardOf(['cut', 'cut', 'cut']);
    const named = scenes.map((scene, i) => ({ ...scene, id: `s${i + 1}` }));
    const moved = describeFilm(aBuild([], { storyboard: { ...rest, scenes: named.toReversed() } }));
    expect(moved.find(({ id }) => id === 'clip/s1')?.n).toBe(3);
    const before = describeUnit(aBuild(['cut', 'cut', 'cut']), { kind: 'clip', n: 1 });
    expect(moved.find(({ id }) => id === 'clip/s1')?.inputs).toEqual(before?.inputs);
  });

  it('tells a keyframe only of characters that its scene names', () => {
    const units = describeFilm(aBuild(['cut', 'cut']));
    const seen = units.flatMap(({ kind, id, inputs }) =>
      kind === 'keyframe' && 'characters' in inputs && inputs.characters.length > 0 ? [id] : [],
    );
    expect(seen).toEqual(['keyframe/s1/start', 'keyframe/s1/end']);
  });
});

describe('input hashes', () => {
  const unit = describeUnit(aBuild(['cut']), { kind: 'keyframe', n: 1 });
  if (unit === null) throw new Error('a film of one scene has two keyframes');

  // What was bought is found again by these: a change of them makes every film of every user anew.
  it('stay what they are', () => {
    expect(recipeOf(unit)).toBe('9af3127c9cdf6c36d68498d7a5c84dc2a088848e135609a3f5b94eb965f771f7');
    expect(inputHashOf(recipeOf(unit), { anchor: 'a'.repeat(64) })).toBe(
      'e6af4d4a1e3004d546aabad976112a75e0db7ccf60d6ab0567648fab189accc4',
    );
  });

  it.each([
    ['take', { ...unit.inputs, take: 2 }],
    ['note', { ...unit.inputs, note: 'warmer' }],
    ['model', { ...unit.inputs, model: 'other' }],
    ['template', { ...unit.inputs, template: 2 }],
  ])('differ with the %s', (_, inputs) => {
    expect(recipeOf({ kind: unit.kind, inputs })).not.toBe(recipeOf(unit));
  });

  it('differ with the artifact that a unit is made from, and with what that is to it', () => {
    const refs: Record<string, string>[] = [{ anchor: 'a' }, { anchor: 'b' }, { start: 'a' }, {}];
    const hashes = refs.map((each) => inputHashOf('recipe', each));
    expect(new Set(hashes).size).toBe(4);
  });
});
