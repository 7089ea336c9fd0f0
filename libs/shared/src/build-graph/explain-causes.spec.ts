import { expect, it } from '@jest/globals';
import { explainCauses } from './explain-causes';
import type { Cause } from './find-causes';

const words: Cause = { input: 'framePrompt', unit: null, was: 'a', is: 'b' };

it.each<[string, Cause[]]>([
  ['what was made of these inputs is no longer there', []],
  ['the words for the frame were changed', [words]],
  [
    'another take was asked for; the end keyframe of scene s1 is made anew',
    [
      { input: 'take', unit: null, was: 1, is: 2 },
      { input: 'anchor', unit: 'keyframe/s1/end', was: 'aa', is: null },
    ],
  ],
  ['the start keyframe of scene s2 is another one', [{ input: 'start', unit: 'keyframe/s2/start', was: 'a', is: 'b' }]],
  ['it no longer hangs on anchor', [{ input: 'anchor', unit: null, was: 'aa', is: null }]],
  ['an image was given for it', [words, { input: 'given', unit: null, was: null, is: 'aa' }]],
  ['the image that was given for it is no longer used', [words, { input: 'given', unit: null, was: 'aa', is: null }]],
  ['resolution was changed', [{ input: 'resolution', unit: null, was: '360p', is: '720p' }]],
])('says "%s"', (why, causes) => {
  expect(explainCauses(causes)).toBe(why);
});
