import { describe, expect, it } from '@jest/globals';
import { priceOfImage, priceOfText, priceOfVideo } from './prices';

const today = new Date('2026-11-21T00:00:00Z');

describe('the price table', () => {
  it('prices text by its tokens, up to the next micro-dollar', () => {
    expect(priceOfText('gemini-3.8-flash', { input: 1000, output: 1001 }, today)).toBe(750 + 3754);
  });

  it('doubles gemini-3.8-flash on 1 January 2027', () => {
    const tokens = { input: 1_000_000, output: 1_000_000 };
    expect(priceOfText('gemini-3.8-flash', tokens, new Date('2026-12-31T23:59:59Z'))).toBe(4_500_000);
    expect(priceOfText('gemini-3.8-flash', tokens, new Date('2027-01-01T00:00:00Z'))).toBe(9_000_000);
  });

  it('prices a clip of 8 s at 720p', () => {
    expect(priceOfVideo('gemini-omni-1.2-flash', { seconds: 8, resolution: '720p' }, today)).toBe(556_000);
  });

  it('refuses to price what it does not know', () => {
    expect(() => priceOfImage('unheard-of', today)).toThrow('no price is known for the model unheard-of on 2026-11-21');
  });
});
