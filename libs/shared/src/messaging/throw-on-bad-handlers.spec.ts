import { describe, expect, it } from '@jest/globals';
import { throwOnBadHandlers } from './throw-on-bad-handlers';

const one = {};
const two = { next: one };

describe('throwOnBadHandlers', () => {
  it('takes one handler for each event that the service consumes', () => {
    const handlers = new Map([['clip.ready', one]]);
    expect(() => {
      throwOnBadHandlers('stitcher', ['clip.ready'], handlers);
    }).not.toThrow();
  });

  it('names every missing, double, unlisted and uncatalogued handler at once', () => {
    const handlers = new Map([
      ['clip.ready', two],
      ['clip.failed', one],
      ['clip.exploded', one],
    ]);
    expect(() => {
      throwOnBadHandlers('stitcher', ['clip.ready', 'cut.ready'], handlers);
    }).toThrow(
      'Event handlers of stitcher: no handler for cut.ready; more than one handler for clip.ready; ' +
        'clip.failed has a handler but is not among what the service consumes; ' +
        'clip.exploded is not in the catalogue of events',
    );
  });
});
