import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isHolding, openMoney, PRICE_OF_UNIT, type Turn, UnitModel } from './attempt-model';

const SEQUENCES = 5_000;

const turns: fc.Arbitrary<Turn> = fc.record({
  submit: fc.constantFrom('accepted', 'lost-after-accept', 'lost-before-accept', 'refused', 'not-sent', 'rate-limited'),
  poll: fc.constantFrom('running', 'completed', 'failed', 'unreadable', 'late'),
  recall: fc.constantFrom('list', 'list', 'cannot-tell'),
  dies: fc.constantFrom('no', 'no', 'before', 'after'),
  cancel: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  twice: fc.boolean(),
});

/** After the chaos the world is kind: what is left to do ends. */
const KIND: Turn = { submit: 'accepted', poll: 'completed', recall: 'list', dies: 'no', cancel: false, twice: false };

describe('a unit in a world drawn by lot', () => {
  it(`keeps its money, its one POST for an attempt and its one payment at a time, through ${SEQUENCES} lives`, () => {
    fc.assert(
      fc.property(fc.array(turns, { maxLength: 40 }), (life) => {
        const unit = new UnitModel();
        for (const turn of life) {
          unit.take(turn);
          throwOnBadBooks(unit);
        }
      }),
      { numRuns: SEQUENCES },
    );
  });

  it(`comes to an end from wherever it is, with all that was accepted settled, in ${SEQUENCES} lives`, () => {
    fc.assert(
      fc.property(fc.array(turns, { maxLength: 40 }), (life) => {
        const unit = new UnitModel();
        for (const turn of life) unit.take(turn);
        for (let i = 0; i < 20 && !unit.isOver; i++) unit.take(KIND);
        expect(unit.isOver).toBe(true);
        expect(unit.attempts.map(openMoney)).toEqual(unit.attempts.map(() => 0));
      }),
      { numRuns: SEQUENCES },
    );
  });
});

// Plain throws: this is asked a hundred thousand times.
function throwOnBadBooks({ attempts, posts, accepted }: UnitModel): void {
  for (const attempt of attempts) {
    const open = isHolding(attempt.status) ? PRICE_OF_UNIT : 0;
    if (openMoney(attempt) !== open) throw new Error(`${attempt.status} with ${openMoney(attempt)} open`);
  }
  // Only the last may be open: nobody buys again before the outcome is known.
  const early = attempts.slice(0, -1).find(({ status }) => isHolding(status));
  if (early) throw new Error(`attempt ${early.number} is ${early.status}, and there is another`);
  for (const what of [posts, accepted])
    if (new Set(what).size !== what.length) throw new Error(`more than once for one attempt: ${what.join(', ')}`);
}
