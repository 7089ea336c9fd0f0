import { describe, expect, it } from '@jest/globals';
import { buildRefusal, END_KEYFRAME, isRefusal, PROMPT, START_KEYFRAME } from './content-refusal';

const clip = [START_KEYFRAME, END_KEYFRAME, PROMPT];
const still = [PROMPT, 'reference image 1', 'reference image 2'];
const lone = [PROMPT, 'reference image 1'];

describe('a refusal of content', () => {
  it.each([
    [clip, "I can't generate that. Try rewording your prompt.", 'prompt'],
    [clip, '', 'prompt'],
    [clip, 'The last frame shows a real person.', 'end keyframe'],
    [clip, 'The starting image may violate our policies.', 'start keyframe'],
    [clip, 'Invalid argument at input[1].image: blocked', 'end keyframe'],
    [clip, 'input[2]: blocked by safety filters', 'prompt'],
    [clip, 'Your input images were flagged', 'start keyframe or the end keyframe'],
    [still, 'Image 2 was blocked', 'reference image 2'],
    [lone, 'The uploaded photo shows a child', 'reference image 1'],
    [[PROMPT], 'The provided image was flagged', 'prompt'],
  ])('of %j by %j names the %s', (inputs, words, flagged) => {
    const { message, details, retryable } = buildRefusal(words, inputs);
    expect(message).toContain(`refused the ${flagged}: ${words || 'it gave no reason'}`);
    expect([details, retryable]).toEqual([{ flagged }, false]);
  });

  it.each([
    ['The prompt was blocked by our safety policy', true],
    ['We could not generate this video. Support codes: 58061214', true],
    ['duration must be a string', false],
    ['User location is not supported for the API use.', false],
  ])('is told from a bad request: %s', (words, is) => {
    expect(isRefusal(words)).toBe(is);
  });
});
