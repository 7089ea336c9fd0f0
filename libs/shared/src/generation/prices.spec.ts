import { describe, expect, it } from '@jest/globals';
import { toUsd } from '@shared/contracts/money';
import { expectGeneratedDoc, toMarkdownTable } from '@shared/testing/generated-doc';
import { IMAGE_PRICES, type PriceRow, TEXT_PRICES, VIDEO_PRICES } from './price-rows';
import { NoPriceError, priceOfImage, priceOfText, priceOfVideo } from './prices';

const today = new Date('2026-11-21T00:00:00Z');

describe('the price table', () => {
  it('prices text by its tokens, up to the next micro-dollar', () => {
    expect(priceOfText('gemini-3.8-flash', { input: 1000, output: 1001 }, today)).toBe(750 + 3754);
  });

  it('doubles gemini-3.8-flash on 1 January 2027', () => {
    const tokens = { input: 1_000_000, output: 1_000_000 };
    expect(priceOfText('gemini-3.8-flash', tokens, new Date('2026-12-31T23:59:59.999Z'))).toBe(4_500_000);
    expect(priceOfText('gemini-3.8-flash', tokens, new Date('2027-01-01T00:00:00Z'))).toBe(9_000_000);
  });

  it('prices a clip of 8 s at 720p', () => {
    expect(priceOfVideo('gemini-omni-1.2-flash', { seconds: 8, resolution: '720p' }, today)).toBe(556_000);
  });

  it('refuses to price what it does not know, and what was not sold yet', () => {
    expect(() => priceOfImage('unheard-of', today)).toThrow(NoPriceError);
    expect(() => priceOfImage('unheard-of', today)).toThrow('no price is known for the model unheard-of on 2026-11-21');
    const before = new Date('2026-11-05T23:59:59Z');
    expect(() => priceOfVideo('gemini-omni-1.2-flash', { seconds: 1, resolution: '720p' }, before)).toThrow(
      NoPriceError,
    );
  });

  it.each([
    ['text', TEXT_PRICES],
    ['image', IMAGE_PRICES],
    ['video', VIDEO_PRICES],
  ] as [string, PriceRow<unknown>[]][])(
    'has for each %s model one row a day, without a gap, each with its source',
    (_, rows) => {
      for (const model of new Set(rows.map((row) => row.model))) {
        const ofModel = rows.filter((row) => row.model === model);
        expect(ofModel.map(({ to }) => to)).toEqual([...ofModel.slice(1).map(({ from }) => from), null]);
        expect(ofModel.every(({ source }) => source !== '')).toBe(true);
      }
    },
  );
});

describe('docs/prices.md', () => {
  it('says what the table says', async () => {
    const text = toTable(TEXT_PRICES, ['a million tokens in', 'a million tokens out'], (rate) => [
      rate.inputPerMillion,
      rate.outputPerMillion,
    ]);
    const image = toTable(IMAGE_PRICES, ['an image at 1K'], (rate) => [rate]);
    const video = toTable(VIDEO_PRICES, ['a second at 360p', '720p', '1080p', '4k'], (rate) => Object.values(rate));
    await expectGeneratedDoc('prices.md', [INTRODUCTION, text, image, video].join('\n\n'));
  });
});

const INTRODUCTION = `# Prices

Written from \`libs/shared/src/generation/price-rows.ts\`; \`WRITE_DOCS=1 npm run test:unit -- generation/prices\` renews it.

US dollars. The same table prices the estimate of a film, what is held before each purchase, and what is captured after it by the
tokens, images or seconds that the provider reports. A model without a row is not bought. An operation that was bought under a row
that is gone by the time it ends costs what was held for it, and the log says so.`;

function toTable<Rate>(rows: PriceRow<Rate>[], units: string[], list: (rate: Rate) => number[]): string {
  const cells = rows.map((row) => {
    const prices = list(row.rate).map((micros) => toUsd(micros).replace(/0{1,2}$/, ''));
    return [row.model, row.from, row.to ?? '', ...prices, row.source];
  });
  return toMarkdownTable(['Model', 'From', 'Until', ...units, 'Source'], cells);
}
