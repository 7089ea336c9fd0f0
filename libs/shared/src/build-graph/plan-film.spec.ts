import { describe, expect, it } from '@jest/globals';
import type { Scene, Transition } from '@shared/contracts/storyboard';
import { aBuild } from '@shared/testing/a-build';
import { answerTo, finishFilm } from '@shared/testing/finished-film';
import { type Build, describeFilm, type DescribedUnit } from './describe-film';
import { editStoryboard } from './edit-storyboard';
import type { Pins } from './lineage';
import { planFilm, type PlannedUnit } from './plan-film';
import { priceUnit } from './price-unit';
import { regenerateUnits, selectTake } from './revise-units';
import { withSceneIds } from './scene-ids';

const priceOf = (unit: DescribedUnit) => priceUnit(unit, new Date('2026-11-21T00:00:00Z'));
const TWO_CHAINS: Transition[] = ['cut', 'continue', 'continue', 'cut', 'continue'];

function setup(transitions = TWO_CHAINS) {
  const build = aBuild(transitions);
  const film = finishFilm(build);
  const before = { units: describeFilm(build), answers: film.answers };
  const plan = (next: Build, pins: Pins = {}) =>
    planFilm({ units: describeFilm(next), pins, findTake: (hash) => film.takes.get(hash) ?? null, before, priceOf });
  const edit = (changes: Parameters<typeof editStoryboard>[1]['changes']) =>
    plan({ ...build, storyboard: editStoryboard(withSceneIds(build.storyboard), { changes }, 2) });
  return { build, film, plan, edit, draft: { build, pins: {} } };
}

const idsIn = (plan: PlannedUnit[], state: string) =>
  plan.filter((unit) => unit.state === state).map(({ unit }) => unit.id);
const causesOf = (plan: PlannedUnit[], id: string) =>
  plan.find(({ unit }) => unit.id === id)?.causes.map(({ input, unit }) => unit ?? input);

describe('the plan of a revision', () => {
  it('buys nothing for a film that is as it was', () => {
    const { plan, build } = setup();
    const units = plan(build);
    expect(idsIn(units, 'fresh')).toHaveLength(7 + 5);
    expect(units.reduce((sum, { priceMicros }) => sum + priceMicros, 0)).toBe(0);
  });

  it('buys one clip when only its motion is edited, and names the words', () => {
    const plan = setup().edit([{ op: 'edit', scene: 2, set: { motionPrompt: 'pull out' } }]);
    expect(idsIn(plan, 'stale')).toEqual(['clip/s2']);
    expect(plan.find(({ unit }) => unit.id === 'clip/s2')).toMatchObject({
      causes: [{ input: 'motionPrompt', unit: null, was: 'push in on scene 2', is: 'pull out' }],
      priceMicros: 4 * 69_500,
    });
  });

  it('follows an edited still down its chain, and not into the next', () => {
    const plan = setup().edit([{ op: 'edit', scene: 2, set: { endFramePrompt: 'a storm' } }]);
    expect(idsIn(plan, 'stale')).toEqual(['keyframe/s2/end', 'keyframe/s3/end', 'clip/s2', 'clip/s3']);
    expect(causesOf(plan, 'keyframe/s2/end')).toEqual(['framePrompt']);
    expect(causesOf(plan, 'keyframe/s3/end')).toEqual(['keyframe/s2/end']);
    expect(causesOf(plan, 'clip/s3')).toEqual(['keyframe/s2/end', 'keyframe/s3/end']);
  });

  it('buys nothing when scenes that do not hang together change places', () => {
    const plan = setup(['cut', 'cut', 'cut']).edit([{ op: 'move', scene: 3, after: null }]);
    expect(idsIn(plan, 'fresh')).toHaveLength(plan.length);
  });

  it('buys what a new scene and its neighbour need', () => {
    const [scene] = aBuild(['cut']).storyboard.scenes as [Scene];
    const added = { ...scene, transition: 'continue' as const };
    const plan = setup(['cut', 'continue', 'cut']).edit([{ op: 'add', after: 1, scene: added }]);
    expect(idsIn(plan, 'missing')).toEqual(['keyframe/r2-1/end', 'clip/r2-1']);
    expect(idsIn(plan, 'stale')).toEqual(['keyframe/s2/end', 'clip/s2']);
  });

  it('does not buy again what was undone', () => {
    const { build, plan, film } = setup();
    const edited = {
      ...build,
      storyboard: { ...build.storyboard, styleGuide: { ...build.storyboard.styleGuide, look: 'ink' } },
    };
    for (const [hash, answer] of finishFilm(edited).takes) film.takes.set(hash, answer);
    expect(idsIn(plan(edited), 'fresh')).toHaveLength(12);
    expect(idsIn(plan(build), 'fresh')).toHaveLength(12);
  });

  it('calls everything of a new film missing, at the price of the purchase', () => {
    const units = describeFilm(aBuild(['cut']));
    const plan = planFilm({ units, pins: {}, findTake: () => null, before: null, priceOf });
    expect(plan.map(({ state, priceMicros }) => [state, priceMicros])).toEqual([
      ['missing', 33_600],
      ['missing', 33_600],
      ['missing', 4 * 69_500],
    ]);
  });
});

describe('another take', () => {
  it('of a keyframe makes stale what hangs on it, because of it', () => {
    const { draft, film, plan } = setup();
    const next = regenerateUnits(draft, {
      ids: ['keyframe/s1/end'],
      scope: 'downstream',
      answers: film.answers,
      note: 'warmer',
    });
    const units = plan(next.build, next.pins);
    expect(idsIn(units, 'stale')).toEqual([
      ...['keyframe/s1/end', 'keyframe/s2/end', 'keyframe/s3/end'],
      ...['clip/s1', 'clip/s2', 'clip/s3'],
    ]);
    expect(causesOf(units, 'keyframe/s1/end')).toEqual(['take', 'note']);
  });

  it('of a keyframe only leaves the rest as it is, through later changes elsewhere too', () => {
    const { draft, film, plan } = setup();
    const options = { scope: 'only' as const, answers: film.answers, note: null };
    const first = regenerateUnits(draft, { ids: ['keyframe/s2/end'], ...options });
    expect(idsIn(plan(first.build, first.pins), 'stale')).toEqual(['keyframe/s2/end']);
    const second = regenerateUnits(first, { ids: ['keyframe/s1/start'], ...options });
    expect(idsIn(plan(second.build, second.pins), 'stale')).toEqual(['keyframe/s1/start', 'keyframe/s2/end']);
  });

  it('that was kept gives way when its scene is edited', () => {
    const { build, draft, film, plan } = setup();
    const { pins } = regenerateUnits(draft, {
      ids: ['keyframe/s2/end'],
      scope: 'only',
      answers: film.answers,
      note: null,
    });
    const storyboard = editStoryboard(
      withSceneIds(build.storyboard),
      { changes: [{ op: 'edit', scene: 3, set: { motionPrompt: 'pan' } }] },
      3,
    );
    const units = plan({ ...build, takes: { 'keyframe/s2/end': 2 }, storyboard }, pins);
    expect(idsIn(units, 'stale')).toContain('clip/s3');
    expect(idsIn(units, 'fresh')).toContain('clip/s2');
  });

  it('that was chosen is the answer of its unit, and what was made from it comes back with it', () => {
    const { draft, film, plan } = setup();
    const old = film.answers.get('keyframe/s4/end') ?? answerTo('nothing');
    const again = regenerateUnits(draft, {
      ids: ['keyframe/s4/end'],
      scope: 'downstream',
      answers: film.answers,
      note: null,
    });
    for (const [hash, answer] of finishFilm(again.build).takes) film.takes.set(hash, answer);
    expect(idsIn(plan(again.build), 'fresh')).toHaveLength(12);
    const chosen = selectTake(again, {
      id: 'keyframe/s4/end',
      answer: old,
      scope: 'downstream',
      answers: film.answers,
    });
    const units = plan(chosen.build, chosen.pins);
    expect(idsIn(units, 'fresh')).toHaveLength(12);
    expect(units.map(({ answer }) => answer?.artifact.sha256)).toEqual(
      [...finishFilm(draft.build).answers.values()].map(({ artifact }) => artifact.sha256),
    );
  });

  it('that is new makes stale what was made from the chosen one', () => {
    const { draft, film, plan } = setup();
    const chosen = selectTake(draft, {
      id: 'keyframe/s1/start',
      answer: answerTo('another'),
      scope: 'downstream',
      answers: film.answers,
    });
    expect(idsIn(plan(chosen.build, chosen.pins), 'stale')).toContain('clip/s1');
    const only = selectTake(draft, {
      id: 'keyframe/s1/start',
      answer: answerTo('another'),
      scope: 'only',
      answers: film.answers,
    });
    expect(idsIn(plan(only.build, only.pins), 'stale')).toEqual([]);
  });
});
