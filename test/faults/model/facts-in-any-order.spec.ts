import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Transition } from '@shared/contracts/storyboard';
import { FINAL_FILM_STATUSES } from '@shared/contracts/film';
import { aFilm, tellStory } from '../../../apps/gateway/test/film-builders';
import { applyFact, type HeardFact } from '../../../apps/gateway/src/films/apply-fact';
import { toFilmView } from '../../../apps/gateway/src/films/film-view';

const SEQUENCES = 300;

const stories = fc.record({
  transitions: fc.array(fc.constantFrom<Transition>('continue', 'cut'), { minLength: 1, maxLength: 4 }),
  failing: fc.integer({ min: 0, max: 15 }),
});

/** First some of the facts, in any order, some of them often; then, as after a loss, each service says all of its own again. */
const tellings = stories.chain(({ transitions, failing }) => {
  const failedScenes = transitions.flatMap((_, i) => (i > 0 && (failing >> i) & 1 ? [i + 1] : []));
  const facts = tellStory({ transitions, failedScenes });
  const heard = fc.array(fc.constantFrom(...facts), { maxLength: 2 * facts.length });
  const resync = fc.shuffledSubarray([...new Set(facts.map(({ source }) => source))], { minLength: 4, maxLength: 4 });
  return fc.record({ heard, resync, facts: fc.constant(facts), failedScenes: fc.constant(failedScenes) });
});

function hear(facts: readonly HeardFact[]) {
  const names: string[] = [];
  const seqs: number[] = [];
  let record = aFilm();
  for (const fact of facts) {
    const change = applyFact(record, fact);
    names.push(...change.events.map(({ name }) => name));
    seqs.push(...change.events.map(({ seq }) => seq));
    record = change.record;
  }
  return { record, names, seqs };
}

describe('facts that are lost, doubled and out of order', () => {
  it(`lead to the same end once they are said again, in ${SEQUENCES} tellings`, () => {
    fc.assert(
      fc.property(tellings, ({ heard, resync, facts, failedScenes }) => {
        const again = resync.flatMap((source) => facts.filter((fact) => fact.source === source));
        const { record, names, seqs } = hear([...heard, ...again]);
        const inOrder = hear(facts).record;
        const { cost, status, gaps } = toFilmView(record);
        expect({ cost, status, gaps }).toEqual(pickEnd(toFilmView(inOrder)));
        expect(status).toBe(failedScenes.length > 0 ? 'partial' : 'succeeded');
        expect(seqs).toEqual(seqs.map((_, i) => i + 2));
        const ends = names.filter((name) => FINAL_FILM_STATUSES.some((end) => name === `film.${end}`));
        expect([ends.length, names.at(-1)]).toEqual([1, ends[0]]);
      }),
      { numRuns: SEQUENCES },
    );
  });
});

function pickEnd({ cost, status, gaps }: ReturnType<typeof toFilmView>) {
  return { cost, status, gaps };
}
