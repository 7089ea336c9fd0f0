import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';
import type { ModelCapabilities } from '@shared/vendors/model-capabilities';
import { priceOfImages, priceOfSeconds, priceOfTokens } from '@shared/vendors/price-of';
import { clipLengthsOf, nearestLength } from './clip-lengths';

/** A film of one chain, as somebody imagines it before there is an order. */
export interface FilmIdea {
  scenes: number;
  sceneSeconds: number;
  resolution: Resolution;
}

export interface ModelEstimate {
  /** What it makes that is nearest to what is wanted; null for models that make no clips. */
  sceneSeconds: number | null;
  /** Null where it has no price for that. */
  micros: Micros | null;
}

/** What a model's part of a film costs, each first attempt successful. */
export function estimateModel(model: ModelCapabilities, film: FilmIdea, at: Date): ModelEstimate {
  const { scenes, resolution } = film;
  if (model.kind === 'text') return { sceneSeconds: null, micros: priceOfTokens(model, expectTokens(scenes), at) };
  if (model.kind === 'image') {
    return { sceneSeconds: null, micros: priceOfImages(model, { images: scenes + 1, size: '1K' }, at) };
  }
  const sceneSeconds = nearestLength(clipLengthsOf(model), film.sceneSeconds);
  const seconds = scenes * sceneSeconds;
  return {
    sceneSeconds,
    micros: model.sizes.includes(resolution) ? priceOfSeconds(model, { seconds, resolution }, at) : null,
  };
}

/** Of a storyboard: about what the planner holds for one before it is bought. */
function expectTokens(scenes: number): { input: number; output: number } {
  return { input: 2500, output: 1000 + 600 * scenes };
}
