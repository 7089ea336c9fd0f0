import { describe, expect, it } from '@jest/globals';
import { toComplaint } from './to-complaint';

describe('what an error body says', () => {
  it.each([
    ['is about content by its words', 422, 'The input was flagged as sensitive', {}, { isAboutContent: true }],
    ['is about content by its code', 400, 'no', { isAboutContent: true }, { isAboutContent: true }],
    ['is not about content where the server failed', 500, 'blocked by safety', {}, { isAboutContent: false }],
    ['is about a model that is gone', 410, 'This model was retired', {}, { isRetired: true }],
    ['is about a model that never was', 404, 'There is no such model', {}, { isRetired: false }],
    ['keeps what the vendor has a code for', 403, 'no', { isExhausted: true }, { isExhausted: true }],
  ])('%s', (_, status, message, byCode, expected) => {
    expect(toComplaint(status, message, byCode)).toMatchObject({ message, ...expected });
  });
});
