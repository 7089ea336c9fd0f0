import { describe, expect, it } from '@jest/globals';
import { toUsd } from '@shared/contracts/money';
import { expectGeneratedDoc, toMarkdownTable } from '@shared/testing/generated-doc';
import { KNOWN_MODELS } from './known-models';
import type { ModelCapabilities } from './model-capabilities';
import { openAiVideoModels } from './openai-videos/capabilities';
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
});

describe('docs/prices.md', () => {
  it('says what the table says', async () => {
    const tables = [
      toTable('text', ['a million tokens in', 'a million tokens out']),
      toTable('image', ['an image at 512', '1K', '2K', '4K']),
      toTable('video', ['a second at 360p', '720p', '1080p', '4k']),
    ];
    await expectGeneratedDoc('prices.md', [INTRODUCTION, ...tables].join('\n\n'));
  });
});

const INTRODUCTION = `# Prices

Written from the \`capabilities.ts\` of each vendor in \`libs/shared/src/vendors\`; \`WRITE_DOCS=1 npm run test:unit -- vendors/prices\` renews it.

US dollars. The same rows price the estimate of a film, what is held before each purchase, and what is captured after it by the
tokens, images or seconds that the provider reports. A model without a row is not bought. An operation that was bought under a row
that is gone by the time it ends costs what was held for it, and the log says so. Models at an OpenAI-compatible address cost what
the settings say.`;

const ALL: readonly ModelCapabilities[] = [...KNOWN_MODELS, ...openAiVideoModels('https://gateway.example/v1')];
const RATES = {
  text: ['inputPerMillion', 'outputPerMillion'],
  image: ['512', '1K', '2K', '4K'],
  video: ['360p', '720p', '1080p', '4k'],
};

function toTable(kind: ModelCapabilities['kind'], units: string[]): string {
  const rows = ALL.filter((model) => model.kind === kind).flatMap(({ vendor, model, prices }) =>
    prices.map(({ from, to, rate, source }) => {
      const amounts = RATES[kind].map((name) => toAmount((rate as Partial<Record<string, number>>)[name]));
      return [vendor, model, from, to ?? '', ...amounts, source];
    }),
  );
  return toMarkdownTable(['Vendor', 'Model', 'From', 'Until', ...units, 'Source'], rows);
}

function toAmount(micros: number | undefined): string {
  return micros === undefined ? '' : toUsd(micros).replace(/0{1,2}$/, '');
}
