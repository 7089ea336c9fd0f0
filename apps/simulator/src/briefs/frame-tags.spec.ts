import { describe, expect, it } from '@jest/globals';
import { readFrameTags } from './frame-tags';

describe('readFrameTags', () => {
  it.each([
    ['[# Sources <FIRST_FRAME>@Image1 <LAST_FRAME>@Image2] go', 2, { first: 0, last: 1 }],
    ['[# Sources <FIRST_FRAME>@Image2 <LAST_FRAME>@Image1] go', 2, { first: 1, last: 0 }],
    ['<FIRST_FRAME> and <LAST_FRAME>', 2, { first: 0, last: 1 }],
    ['<FIRST_FRAME>@Image1 only', 1, { first: 0, last: null }],
    ['no tag', 1, { first: 0, last: null }],
    ['no tag, no image', 0, { first: null, last: null }],
    ['like <IMAGE_REF_0>', 1, { first: null, last: null }],
    ['<LAST_FRAME>@Image1', 1, 'last-without-first'],
    ['<FIRST_FRAME>@Image1 <LAST_FRAME>@Image2', 1, 'image-missing'],
  ])('reads %s with %i images', (prompt, imageCount, expected) => {
    expect(readFrameTags(prompt, imageCount)).toEqual(expected);
  });
});
