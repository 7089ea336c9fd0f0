import { describe, expect, it } from '@jest/globals';
import { priceOfImageMicros, priceOfTextMicros, priceOfVideoMicros } from './prices';
import { videoTokens } from './video-formats';

describe('prices', () => {
  const tokens = { input: 1000, output: 2000 };

  it('bills text by its tokens, at the price of the day', () => {
    expect(priceOfTextMicros('gemini-3.8-flash', tokens, new Date('2026-12-31T23:59:59Z'))).toBe(750 + 7500);
    expect(priceOfTextMicros('gemini-3.8-flash', tokens, new Date('2027-01-01T00:00:00Z'))).toBe(1500 + 15_000);
  });

  it('bills an image by its size', () => {
    expect(priceOfImageMicros('gemini-nano-banana-2.1', '1K')).toBe(33_600);
    expect(priceOfImageMicros('gemini-3-pro-image', '4K')).toBe(240_000);
  });

  it('bills video by its seconds', () => {
    expect(priceOfVideoMicros('gemini-omni-1.2-flash', '720p', 6)).toBe(417_000);
    expect(priceOfVideoMicros('gemini-omni-1.1-flash', '360p', 3)).toBe(101_400);
  });

  it('counts video tokens that come to nearly the same at 12 dollars a million', () => {
    expect(videoTokens('720p', 6)).toBe(34_752);
    expect(videoTokens('720p', 6) * 12).toBeCloseTo(417_024);
  });
});
