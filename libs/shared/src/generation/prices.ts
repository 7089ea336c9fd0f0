import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';
import { IMAGE_PRICES, type PriceRow, TEXT_PRICES, VIDEO_PRICES } from './price-rows';

export const PRICED_MODELS = {
  text: TEXT_PRICES.map(({ model }) => model),
  image: IMAGE_PRICES.map(({ model }) => model),
  video: VIDEO_PRICES.map(({ model }) => model),
};

export function priceOfText(model: string, tokens: { input: number; output: number }, at: Date): Micros {
  const { inputPerMillion, outputPerMillion } = rateAt(TEXT_PRICES, model, at);
  return Math.ceil((tokens.input * inputPerMillion + tokens.output * outputPerMillion) / 1_000_000);
}

export function priceOfImage(model: string, at: Date): Micros {
  return rateAt(IMAGE_PRICES, model, at);
}

export function priceOfVideo(
  model: string,
  { seconds, resolution }: { seconds: number; resolution: Resolution },
  at: Date,
): Micros {
  return seconds * rateAt(VIDEO_PRICES, model, at)[resolution];
}

/** There is no row for the model on that day. */
export class NoPriceError extends RangeError {
  override readonly name = 'NoPriceError';
}

// A model without a price is never bought: better to stop than to spend an unknown sum.
function rateAt<Rate>(rows: readonly PriceRow<Rate>[], model: string, at: Date): Rate {
  const day = at.toISOString().slice(0, 10);
  const row = rows.find(({ model: name, from, to }) => name === model && from <= day && (to === null || day < to));
  if (!row) throw new NoPriceError(`no price is known for the model ${model} on ${day}`);
  return row.rate;
}
