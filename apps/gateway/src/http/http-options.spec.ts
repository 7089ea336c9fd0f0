import { expect, it } from '@jest/globals';
import { MOST_MUSIC_BYTES } from '../music/keep-music';
import { HTTP_OPTIONS } from './http-options';

const SLOW_LINE_BITS_PER_SECOND = 2_000_000;

it('gives the largest upload the time that it takes over a slow line, and headers much less', () => {
  const { requestTimeout = 0, http } = HTTP_OPTIONS;
  expect(requestTimeout / 1000).toBeGreaterThan((MOST_MUSIC_BYTES * 8) / SLOW_LINE_BITS_PER_SECOND);
  expect(http?.headersTimeout).toBeLessThanOrEqual(10_000);
});
