import { describe, expect, it } from '@jest/globals';
import { areInOneWorld, viewOf } from './view';

const prompt = (scene: string) =>
  `cinematic look\nScene ${scene}: [MARA: teal coat] Mara walks on the headland above the sea.`;

describe('viewOf', () => {
  it('keeps hero and world through a film and moves along', () => {
    const start = viewOf(prompt('1 of 4, start frame'), []);
    const end = viewOf(prompt('1 of 4, end frame'), [start]);
    expect(areInOneWorld(start, end)).toBe(true);
    expect([start, end]).toMatchObject([
      { colour: 'teal', place: 'sea', position: 0, hour: 0 },
      { colour: 'teal', place: 'sea', position: 1, hour: 0.25 },
    ]);
    expect(end.caption.heading).toBe('SCENE 1 OF 4 · END');
  });

  it('takes what the prompt leaves open from the picture before', () => {
    const before = viewOf(prompt('1 of 4, start frame'), []);
    expect(viewOf('The same, a little later', [before])).toMatchObject({
      colour: 'teal',
      place: 'sea',
      seed: before.seed,
      position: 1,
    });
  });

  it('shows another world with the same hero after a cut', () => {
    const before = viewOf(prompt('1 of 4, start frame'), []);
    const after = viewOf('Scene 3 of 4, start frame: [MARA: teal coat] on a trail under the mountains', [before]);
    expect(after).toMatchObject({ colour: 'teal', place: 'mountains', heroSeed: before.heroSeed });
    expect(areInOneWorld(before, after)).toBe(false);
  });
});
