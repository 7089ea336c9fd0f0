import { describe, expect, it } from '@jest/globals';
import type { FilmImages } from '@shared/contracts/film-images';
import type { EventData } from '@shared/contracts/events';
import type { SceneView } from '@shared/contracts/film';
import { aFilm, anArtifact, approval, clipFacts, factsOf } from '../../test/film-builders';
import { applyFact, type HeardFact } from './apply-fact';
import { toSceneViews } from './scene-view';

const refused = { code: 'PROVIDER_REFUSED_CONTENT' as const, message: 'refused the end keyframe' };

function setup() {
  const fact = factsOf();
  const { data } = approval(fact, ['cut', 'continue']) as { data: EventData<'storyboard.approved'> };
  const view = (facts: HeardFact[]): SceneView[] =>
    toSceneViews(facts.reduce((record, heard) => applyFact(record, heard).record, aFilm()));
  return { fact, data, view };
}

describe('toSceneViews', () => {
  it('says of a scene what it is made without', () => {
    const { fact, data, view } = setup();
    const warning = 'made without the image of Ada: references[0].image: HTTP status 404';
    const scenes = data.scenes.map((scene) => ({ ...scene, warnings: scene.n === 2 ? [warning] : [] }));
    expect(view([fact('storyboard.approved', { ...data, scenes })]).map(({ warnings }) => warnings)).toEqual([
      [],
      [warning],
    ]);
  });

  it("says which keyframes are its user's own, and which it has from the scene before", () => {
    const { fact, data, view } = setup();
    const artifact = anArtifact('own', 'image/png');
    const held = { from: 'ref_1', field: 'keyframes[0].image', source: null, fault: null, artifact };
    const images: FilmImages = { references: [], keyframes: [{ scene: 's1', frame: 'end', ...held }] };
    const [one, two] = view([
      fact('storyboard.approved', { ...data, spec: { ...data.spec, images } }),
      fact('keyframe.ready', { revision: 1, index: 0, artifact: anArtifact('k0'), attemptId: 'att_0' }),
      fact('keyframe.ready', { revision: 1, index: 1, artifact, attemptId: 'given', origin: 'given' }),
    ]);
    expect([one?.start.source, one?.end.source]).toEqual(['generated', 'given']);
    expect([two?.start.source, two?.end.source]).toEqual(['given', 'generated']);
    expect(setup().view([approval(factsOf(), ['cut', 'continue'])])[1]?.start.source).toBe('inherited');
  });

  it('keeps once what was refused and what was tried then, also when the scene is there in the end', () => {
    const { fact, data, view } = setup();
    const unit = { kind: 'clip' as const, n: 1 };
    const refusal = fact('unit.refused', {
      ...{ revision: 1, unit, inputHash: 'hash', attemptId: 'att_1', error: refused },
      ...{ next: 'redraw', prompt: null, keyframe: 1 },
    });
    const artifact = anArtifact('k1', 'image/png');
    const redrawn = fact('keyframe.redrawn', { revision: 1, index: 1, artifact, attemptId: 'att_2' });
    const ready = { revision: 1, scene: 1, artifact: anArtifact('c1'), facts: clipFacts, attemptId: 'att_3' };
    const [one, two] = view([
      ...[fact('storyboard.approved', data), refusal, refusal, redrawn],
      fact('clip.ready', ready),
    ]);
    expect(one).toMatchObject({ status: 'ready', error: null, why: null });
    expect(one?.history.map(({ part, event, next }) => [part, event, next])).toEqual([
      ['clip', 'refused', 'redraw'],
      ['end', 'redrawn', null],
    ]);
    // The keyframe is its own as well.
    expect(two?.history.map(({ part, event }) => [part, event])).toEqual([['start', 'redrawn']]);
  });

  it('keeps with which model it went on, and why', () => {
    const { fact, data, view } = setup();
    const switched = fact('unit.switched', {
      ...{ revision: 1, attemptId: 'att_2', unit: { kind: 'clip' as const, n: 2 }, number: 2 },
      ...{ provider: 'vertex', model: 'veo', from: { provider: 'gemini', model: 'omni' } },
      reason: { code: 'MODEL_RETIRED' as const, message: 'omni is no longer available' },
    });
    // Also where it comes before what it is about.
    const [one, two] = view([switched, fact('storyboard.approved', data)]);
    expect(one?.history).toEqual([]);
    const message = 'omni (gemini): omni is no longer available; it goes on with veo (vertex)';
    expect(two?.history).toMatchObject([{ part: 'clip', event: 'switched', next: null, message }]);
  });

  it('says in one line why a scene has failed, before anything that was changed', () => {
    const { fact, data, view } = setup();
    const failed = fact('clip.failed', { revision: 1, scene: 2, error: refused });
    expect(view([fact('storyboard.approved', data), failed])[1]).toMatchObject({
      status: 'failed',
      error: refused,
      why: 'refused the end keyframe (PROVIDER_REFUSED_CONTENT)',
    });
  });

  it('tells of a clip that could not be begun the error of the keyframe that it lacks', () => {
    const { fact, data, view } = setup();
    const lacking = { code: 'DEPENDENCY_FAILED' as const, message: 'keyframe 1 failed' };
    const scenes = view([
      fact('storyboard.approved', data),
      fact('keyframe.failed', { revision: 1, index: 1, error: { ...refused, message: 'refused the prompt' } }),
      ...[1, 2].map((scene) => fact('clip.failed', { revision: 1, scene, error: lacking })),
    ]);
    expect(scenes.map(({ why }) => why)).toEqual([
      'its end keyframe failed: refused the prompt (PROVIDER_REFUSED_CONTENT)',
      'its start keyframe failed: refused the prompt (PROVIDER_REFUSED_CONTENT)',
    ]);
  });
});
