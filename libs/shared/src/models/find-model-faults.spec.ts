import { describe, expect, it } from '@jest/globals';
import { KNOWN_MODELS } from '@shared/vendors/known-models';
import type { ModelCapabilities, Vendor } from '@shared/vendors/model-capabilities';
import { openAiVideoModels } from '@shared/vendors/openai-videos/capabilities';
import { findModelFaults } from './find-model-faults';

const known = [...KNOWN_MODELS, ...openAiVideoModels('https://api.openai.com/v1')];
const at = new Date('2026-11-21T00:00:00Z');

function faultsOf(
  video: string[],
  { models = known, vendors = ['gemini', 'vertex', 'openai-videos'] as Vendor[] } = {},
) {
  const market = { known: models, hasCredentials: (vendor: Vendor) => vendors.includes(vendor), at };
  return findModelFaults({ text: [], image: [], video }, market);
}

const ending = (day: string): ModelCapabilities[] =>
  known.map((model) => ({ ...model, lifecycle: { phase: 'deprecated', retiresOn: day, successors: ['next'] } }));

describe('a model that nothing can be bought from', () => {
  it.each([
    ['is unknown', 'veo-4', 'is no known video model'],
    ['is of another kind', 'gemini-3.8-flash', 'is a model for text, not for video'],
    [
      'is retired',
      'sora-2',
      'was retired on 2026-09-24; its successors are gemini-omni-1.2-flash, veo-3.1-generate-001',
    ],
    ['has no credentials', 'google/veo-3.1-fast', 'is of replicate, for which there are no credentials here'],
  ])('%s', (_, name, rule) => {
    expect(faultsOf(['gemini-omni-1.2-flash', name])).toMatchObject([{ field: 'models.video[1]', rule, value: name }]);
  });

  it('has no price today', () => {
    const models = known.map((model) => ({ ...model, prices: [] })) as ModelCapabilities[];
    expect(faultsOf(['veo-3.1-generate-001'], { models })[0]?.rule).toContain('has no known price on 2026-11-21');
  });

  it('names its successors before all others that can be bought', () => {
    const [fault] = faultsOf(['sora-2']);
    expect(fault?.models.slice(0, 2)).toEqual(['gemini-omni-1.2-flash', 'veo-3.1-generate-001']);
    expect(fault?.models).not.toContain('google/veo-3.1-fast');
    expect(fault?.models).not.toContain('sora-2');
  });

  it('is retired from its last day on, not before', () => {
    expect(faultsOf(['sora-2'], { models: ending('2026-11-22') })).toEqual([]);
    expect(faultsOf(['sora-2'], { models: ending('2026-11-21') })[0]?.rule).toContain('was retired on 2026-11-21');
  });
});
