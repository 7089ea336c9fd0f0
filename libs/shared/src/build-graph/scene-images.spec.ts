import { describe, expect, it } from '@jest/globals';
import type { FilmImages } from '@shared/contracts/film-images';
import { aBuild } from '@shared/testing/a-build';
import { describeFilm } from './describe-film';
import { recipeOf } from './input-hash';
import { planFilm } from './plan-film';
import { withSceneIds } from './scene-ids';
import { listWarnings } from './scene-images';
import { toRecipes } from './to-recipes';

const artifactOf = (name: string) => ({ key: name, sha256: name.padEnd(64, '0'), bytes: 1, mediaType: 'image/png' });
const held = (name: string) => ({
  from: `https://x/${name}`,
  field: 'references[0].image',
  source: null,
  artifact: artifactOf(name),
  fault: null,
});
const ada = { name: 'Ada', kind: 'character', ...held('a') } as const;
const harbour = { name: 'Harbour', kind: 'place', ...held('b') } as const;
const none: FilmImages = { references: [], keyframes: [] };

// Only the first scene names Ada; the third is set at the harbour.
function buildWith(images: FilmImages) {
  const build = aBuild(['cut', 'continue', 'cut']);
  const scenes = build.storyboard.scenes.map((scene, i) => (i === 2 ? { ...scene, place: 'harbour' } : scene));
  return { ...build, spec: { ...build.spec, images }, storyboard: { ...build.storyboard, scenes } };
}

function sentTo(images: FilmImages): Record<string, string[]> {
  const units = describeFilm(buildWith(images)).flatMap(({ id, inputs }) =>
    inputs.references ? [[id, inputs.references.map(({ name }) => name)] as const] : [],
  );
  return Object.fromEntries(units);
}

describe('references', () => {
  it('go to the units of the scenes that name them, and to no other', () => {
    expect(sentTo({ ...none, references: [ada, harbour] })).toEqual({
      'keyframe/s1/start': ['Ada'],
      'keyframe/s1/end': ['Ada'],
      'clip/s1': ['Ada'],
      'keyframe/s3/start': ['Harbour'],
      'keyframe/s3/end': ['Harbour'],
      'clip/s3': ['Harbour'],
    });
  });

  it.each([
    ['a part of another word', 'Ada', 'Canada in winter', false],
    ['a word', 'Ada', "Ada's boat", true],
    ['another case', 'Ada', 'ADA waves', true],
    ['two words', 'Old Tom', 'here comes old Tom.', true],
    ['signs of a pattern', 'A.a (1)', 'meet A.a (1)!', true],
    ['letters of other scripts', 'Юля', 'Юлями', false],
  ])('are named by %s: %s in "%s"', (_, name, description, isNamed) => {
    const scene = { id: 's1', description, startFramePrompt: '-', endFramePrompt: '-' };
    const missing = { ...ada, name, artifact: null, fault: 'gone' };
    const [[warning] = []] = listWarnings({ ...none, references: [missing] }, { characters: [], scenes: [scene] });
    expect(warning).toMatch(isNamed ? /^made without the image of / : /^references\[0\]\.image: no scene names /);
  });

  it('make exactly the units stale that they are sent to when their content changes', () => {
    const hashes = (images: FilmImages) =>
      new Map(describeFilm(buildWith(images)).map((unit) => [unit.id, recipeOf(unit)]));
    const before = hashes({ ...none, references: [ada, harbour] });
    const after = hashes({ ...none, references: [{ ...ada, artifact: artifactOf('c') }, harbour] });
    const stale = [...before].filter(([id, hash]) => after.get(id) !== hash).map(([id]) => id);
    expect(stale).toEqual(['keyframe/s1/start', 'keyframe/s1/end', 'clip/s1']);
  });

  it('that cannot be had are left out, and their scenes say so', () => {
    const images = {
      ...none,
      references: [{ ...ada, artifact: null, fault: 'the address answers with HTTP status 404' }],
    };
    expect(sentTo(images)).toEqual({});
    expect(listWarnings(images, withSceneIds(buildWith(images).storyboard))).toEqual([
      ['made without the image of Ada: references[0].image: the address answers with HTTP status 404'],
      [],
      [],
    ]);
  });

  it('that no scene names are told of once', () => {
    const images = { ...none, references: [harbour, { ...ada, name: 'Nobody' }] };
    expect(listWarnings(images, withSceneIds(buildWith(images).storyboard))).toEqual([
      ['references[0].image: no scene names Nobody, so the image is used nowhere'],
      [],
      [],
    ]);
  });

  it('change nothing where there are none', () => {
    const plain = aBuild(['cut', 'continue', 'cut']);
    const recipes = describeFilm({ ...plain, spec: { ...plain.spec, images: none } }).map((unit) => recipeOf(unit));
    expect(recipes).toEqual(describeFilm(plain).map((unit) => recipeOf(unit)));
  });
});

describe('a given keyframe', () => {
  const given = { ...none, keyframes: [{ scene: 's1', frame: 'end' as const, ...held('d') }] };

  it('is the answer of its unit at no price, and what is drawn after it hangs on it', () => {
    const units = describeFilm(buildWith(given));
    const plan = planFilm({ units, pins: {}, findTake: () => null, before: null, priceOf: () => 1 });
    expect(plan.find(({ unit }) => unit.id === 'keyframe/s1/end')).toMatchObject({ state: 'fresh', priceMicros: 0 });
    expect(units.find(({ id }) => id === 'keyframe/s2/end')?.refs).toEqual({ anchor: 'keyframe/s1/end' });
    expect(toRecipes(units, {}).find(({ id }) => id === 'keyframe/s1/end')).toMatchObject({
      given: true,
      refs: {},
      pinned: { artifact: artifactOf('d') },
    });
  });

  it('stays what it is when the words of its scene are edited', () => {
    const build = buildWith(given);
    const scenes = build.storyboard.scenes.map((scene) => ({ ...scene, endFramePrompt: 'something else' }));
    const recipes = [build, { ...build, storyboard: { ...build.storyboard, scenes } }].map((each) =>
      describeFilm(each)
        .filter(({ id }) => id === 'keyframe/s1/end')
        .map((unit) => recipeOf(unit)),
    );
    expect(recipes[0]).toEqual(recipes[1]);
  });

  it('for the start of a joined scene is the keyframe that it shares with the one before', () => {
    const images = { ...none, keyframes: [{ scene: 's2', frame: 'start' as const, ...held('d') }] };
    const ids = describeFilm(buildWith(images)).flatMap(({ id, inputs }) =>
      'given' in inputs && inputs.given ? [id] : [],
    );
    expect(ids).toEqual(['keyframe/s1/end']);
  });
});
