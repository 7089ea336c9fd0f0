import { expect, it } from '@jest/globals';
import { aFilm, factsOf, tellStory } from '../../test/film-builders';
import { applyFact } from './apply-fact';
import { noteRefusal, type RefusalFact } from './refusal-steps';

const SOFTENED: RefusalFact = factsOf()('prompt.softened', {
  revision: 1,
  unit: { kind: 'clip', n: 1 },
  inputHash: 'hash',
  attemptId: 'att_1',
  artifact: { key: 'key', sha256: '0'.repeat(64), bytes: 5, mediaType: 'application/json' },
});

function aPlannedFilm() {
  const [, , approval] = tellStory({ transitions: ['cut', 'cut'], failedScenes: [] });
  if (approval === undefined) throw new Error('the story has no approval');
  return applyFact(aFilm(), approval).record;
}

it('notes once what it hears twice, in whatever order the database has kept its parts', () => {
  const [noted] = noteRefusal(aPlannedFilm(), SOFTENED);
  if (noted === undefined) throw new Error('nothing was noted');
  const scenes = noted.record.scenes.map((scene) => ({
    ...scene,
    history: scene.history.map(({ at, next, part, event, message }) => ({ at, next, part, event, message })),
  }));
  expect(scenes[0]?.history).toMatchObject([{ event: 'softened', part: 'clip' }]);
  expect(noteRefusal({ ...noted.record, scenes }, SOFTENED)).toEqual([]);
});
