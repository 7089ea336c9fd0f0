import { describe, expect, it } from '@jest/globals';
import { KNOWN_MODELS } from './known-models';
import type { ModelCapabilities } from './model-capabilities';
import { openAiVideoModels } from './openai-videos/capabilities';
import { priceOfSeconds } from './price-of';

const TODAY = new Date('2026-11-21T00:00:00Z');
const MODELS: readonly ModelCapabilities[] = [...KNOWN_MODELS, ...openAiVideoModels('https://gateway.example/v1')];

describe('the capabilities of a model', () => {
  it('are told once', () => {
    expect(new Set(MODELS.map(({ model }) => model)).size).toBe(MODELS.length);
  });

  it.each(MODELS)('of $model have one price for each day since it can be had', ({ prices }) => {
    const rows = [...prices].sort((a, b) => a.from.localeCompare(b.from));
    rows.forEach(({ from, to, source }, i) => {
      expect(from < (to ?? '9999')).toBe(true);
      expect(to).toBe(rows[i + 1]?.from ?? null);
      expect(source).not.toBe('');
    });
  });

  it.each(MODELS.filter((model) => model.kind === 'video'))('of $model agree with themselves', (model) => {
    const { seconds, secondsWithLastFrame, lastFrame, firstFrame, sizes } = model;
    expect([...seconds]).toEqual([...seconds].sort((a, b) => a - b));
    expect(secondsWithLastFrame.length > 0).toBe(lastFrame);
    expect(secondsWithLastFrame.every((length) => seconds.includes(length))).toBe(true);
    expect(firstFrame || !lastFrame).toBe(true);
    const prices = sizes.map((resolution) => priceOfSeconds(model, { seconds: 1, resolution }, TODAY));
    expect(prices).not.toContain(null);
  });

  // One adapter answers for all of them.
  it('say the same of all models of a vendor and kind by what a lost submit is found', () => {
    const ways = Map.groupBy(MODELS, ({ vendor, kind }) => `${vendor}/${kind}`);
    for (const [name, models] of ways)
      expect([name, new Set(models.map((model) => JSON.stringify(model.ways))).size]).toEqual([name, 1]);
  });

  it('name the day and the successors of what is retired', () => {
    const [sora] = openAiVideoModels('https://api.openai.com/v1');
    expect(sora?.lifecycle).toEqual({
      phase: 'retired',
      retiredOn: '2026-09-24',
      successors: ['gemini-omni-1.2-flash', 'veo-3.1-generate-001'],
    });
  });
});
