import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createFilmSchema, toSpec } from '@shared/contracts/order';
import type { FirstChoices } from '@shared/contracts/models';
import { KNOWN_MODELS } from '@shared/vendors/known-models';
import { estimateAtLeast, estimateFilm, splitAllotments } from './estimate-film';

const models: FirstChoices = { image: 'gemini-nano-banana-2.1', video: 'gemini-omni-1.2-flash' };
const market = { models, known: KNOWN_MODELS, at: new Date('2026-11-21T00:00:00Z') };
const spec = toSpec(createFilmSchema.parse({ prompt: 'x', scenes: 10, sceneSeconds: 6 }));

describe('the estimate of a film', () => {
  it('is the sum of its keyframes and its seconds', () => {
    const estimate = estimateFilm(
      { scenes: Array.from({ length: 10 }, () => ({ seconds: 6, transition: 'continue' as const })) },
      spec,
      market,
    );
    expect(estimate).toEqual({ keyframesMicros: 369_600, clipsMicros: 4_170_000 });
  });

  it('is known before the storyboard as the least that it can be', () => {
    expect(estimateAtLeast(spec, market)).toEqual({ keyframesMicros: 369_600, clipsMicros: 4_170_000 });
  });

  it('is split so that the parts make the whole, to the micro-dollar', () => {
    fc.assert(
      fc.property(
        fc.nat(1e9),
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e9 }),
        (left, keyframesMicros, clipsMicros) => {
          const { keyframer, clipper } = splitAllotments(left, { keyframesMicros, clipsMicros });
          return keyframer >= 0 && clipper >= 0 && keyframer + clipper === left;
        },
      ),
    );
  });

  it('leaves each stage at least its own estimate when all of it fits', () => {
    const estimate = { keyframesMicros: 369_600, clipsMicros: 4_170_000 };
    const { keyframer, clipper } = splitAllotments(4_539_600, estimate);
    expect({ keyframer, clipper }).toEqual({ keyframer: 369_600, clipper: 4_170_000 });
  });
});
