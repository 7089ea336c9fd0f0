import { describe, expect, it } from '@jest/globals';
import { decideRung, findFallback, type Ladder } from './decide-rung';
import type { Refusal } from './refusals';

const artifact = { key: 'k', sha256: '0'.repeat(64), bytes: 1, mediaType: 'application/json' };
const error = { code: 'PROVIDER_REFUSED_CONTENT', message: 'no' } as const;
const nothing: Refusal = {
  error,
  asked: null,
  softened: null,
  softenError: null,
  frame: null,
  redrawOf: null,
  redrawn: null,
  redrawError: null,
  model: null,
};
const all: Ladder = { isSoftened: true, canRedraw: true, fallbackModel: 'other' };

describe('decideRung', () => {
  it.each<[string, Partial<Refusal>, Partial<Ladder>, string]>([
    ['nothing was tried', {}, {}, 'soften'],
    ['the policy is to try nothing', {}, { isSoftened: false, fallbackModel: null }, 'gap'],
    ['the policy is to ask another model alone', {}, { isSoftened: false }, 'fallback'],
    ['its words were softened', { softened: artifact }, {}, 'redraw'],
    ['its words could not be softened', { softenError: error }, {}, 'redraw'],
    ['there is no keyframe to draw again', { softened: artifact }, { canRedraw: false }, 'fallback'],
    ['its keyframe was drawn again', { softened: artifact, redrawn: artifact }, {}, 'fallback'],
    ['its keyframe could not be drawn again', { softened: artifact, redrawError: error }, {}, 'fallback'],
    ['there is no other model', { softened: artifact, redrawn: artifact }, { fallbackModel: null }, 'gap'],
  ])('when %s', (_, tried, ladder, rung) => {
    expect(decideRung({ ...nothing, ...tried }, { ...all, ...ladder })).toBe(rung);
  });
});

describe('findFallback', () => {
  it.each<[string, string, string[], string | null]>([
    ['takes the next of the film', 'a', ['a', 'b', 'c'], 'b'],
    ['and the one after it', 'b', ['a', 'b', 'c'], 'c'],
    ['and none after the last', 'c', ['a', 'b', 'c'], null],
    ['takes none where the film lets no other be asked', 'a', [], null],
  ])('%s', (_, asked, models, fallback) => {
    expect(findFallback(asked, models)).toBe(fallback);
  });
});
