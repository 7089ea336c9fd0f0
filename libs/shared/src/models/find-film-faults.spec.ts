import { describe, expect, it } from '@jest/globals';
import { KNOWN_MODELS } from '@shared/vendors/known-models';
import type { VideoModel } from '@shared/vendors/model-capabilities';
import { openAiVideoModels } from '@shared/vendors/openai-videos/capabilities';
import { findFilmFaults, type FilmShape } from './find-film-faults';
import type { ModelMarket } from './model-market';

const market: ModelMarket = {
  known: [...KNOWN_MODELS, ...openAiVideoModels('https://gateway.example/v1')],
  hasCredentials: () => true,
  at: new Date('2026-11-21T00:00:00Z'),
};

function faultsOf(changes: Partial<FilmShape>, ...names: string[]) {
  const film: FilmShape = { aspectRatio: '16:9', resolution: '720p', lengths: [], references: null, ...changes };
  const video = market.known.filter((model): model is VideoModel => names.includes(model.model));
  return findFilmFaults(film, { image: [], video }, market);
}

const lasting = (seconds: number) => ({ lengths: [{ field: 'sceneSeconds', seconds }] });

describe('a film that a model cannot make', () => {
  it('is told field, rule, value and who could do it', () => {
    const [fault, ...others] = faultsOf(lasting(12), 'gemini-omni-1.2-flash');
    expect(others).toEqual([]);
    expect(fault).toEqual({
      field: 'sceneSeconds',
      rule: 'must be 3 to 10 for gemini-omni-1.2-flash, with a first and a last frame',
      value: 12,
      models: ['sora-2', 'sora-2-pro'],
    });
  });

  it.each<[string, Partial<FilmShape>, string, string]>([
    [
      'a length',
      lasting(5),
      'veo-3.1-generate-001',
      'must be 4, 6 or 8 for veo-3.1-generate-001, with a first and a last frame',
    ],
    ['a length without a last frame', lasting(6), 'sora-2', 'must be 4, 8 or 12 for sora-2'],
    ['a size', { resolution: '360p' }, 'kwaivgi/kling-v3-video', 'must be 720p or 1080p for kwaivgi/kling-v3-video'],
    [
      'images',
      { references: { field: 'references', count: 4 } },
      'google/veo-3.1-fast',
      'must be left out for google/veo-3.1-fast, which takes no images',
    ],
  ])('for %s is told the rule', (_, film, model, rule) => {
    expect(faultsOf(film, model).map((fault) => fault.rule)).toEqual([rule]);
  });

  it('is checked against each model that may have to make it', () => {
    const faults = faultsOf(lasting(5), 'gemini-omni-1.2-flash', 'veo-3.1-generate-001', 'sora-2');
    expect(faults.map(({ rule }) => / for (\S+?)(,|$)/.exec(rule)?.[1])).toEqual(['veo-3.1-generate-001', 'sora-2']);
  });

  it('is nobody’s fault where all can make it', () => {
    expect(
      faultsOf(lasting(8), ...market.known.filter(({ kind }) => kind === 'video').map(({ model }) => model)),
    ).toEqual([]);
  });
});
