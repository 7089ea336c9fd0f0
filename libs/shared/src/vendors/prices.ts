import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';
import { KNOWN_MODELS } from './known-models';
import type { ModelCapabilities } from './model-capabilities';
import { priceOfImages, priceOfSeconds, priceOfTokens } from './price-of';

/** A model by its name: of those that are known without settings, where no others are given. */
type Models = readonly ModelCapabilities[];

export function priceOfText(
  name: string,
  tokens: { input: number; output: number },
  at: Date,
  models: Models = KNOWN_MODELS,
): Micros {
  const model = models.find((known) => known.kind === 'text' && known.model === name);
  return throwOnNoPrice(model?.kind === 'text' ? priceOfTokens(model, tokens, at) : null, name, at);
}

/** Of one image at 1K. */
export function priceOfImage(name: string, at: Date, models: Models = KNOWN_MODELS): Micros {
  const model = models.find((known) => known.kind === 'image' && known.model === name);
  return throwOnNoPrice(model?.kind === 'image' ? priceOfImages(model, { images: 1, size: '1K' }, at) : null, name, at);
}

export function priceOfVideo(
  name: string,
  clip: { seconds: number; resolution: Resolution },
  at: Date,
  models: Models = KNOWN_MODELS,
): Micros {
  const model = models.find((known) => known.kind === 'video' && known.model === name);
  return throwOnNoPrice(model?.kind === 'video' ? priceOfSeconds(model, clip, at) : null, name, at);
}

/** There is no row for the model on that day. */
export class NoPriceError extends RangeError {
  override readonly name = 'NoPriceError';
}

// A model without a price is never bought: better to stop than to spend an unknown sum.
function throwOnNoPrice(price: Micros | null, model: string, at: Date): Micros {
  if (price !== null) return price;
  throw new NoPriceError(`no price is known for the model ${model} on ${at.toISOString().slice(0, 10)}`);
}
