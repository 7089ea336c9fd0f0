import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';
import type { ImageModel, ImageSize, PriceRow, TextModel, VideoModel } from './model-capabilities';

/** Null where no price is known for that size on that day: what was held then counts. */
export function priceOfSeconds(
  { prices }: Pick<VideoModel, 'prices'>,
  { seconds, resolution }: { seconds: number; resolution: Resolution },
  at: Date,
): Micros | null {
  const perSecond = rateAt(prices, at)?.[resolution];
  return perSecond === undefined ? null : Math.ceil(seconds * perSecond);
}

/** The same by the rows of its vendor; null of a model that is not among them. */
export function priceOfClip(
  models: readonly VideoModel[],
  { model: name, ...clip }: { model: string; seconds: number; resolution: Resolution },
  at: Date,
): Micros | null {
  const model = models.find(({ model }) => model === name);
  return model ? priceOfSeconds(model, clip, at) : null;
}

export function priceOfImages(
  { prices }: Pick<ImageModel, 'prices'>,
  { images, size }: { images: number; size: ImageSize },
  at: Date,
): Micros | null {
  const perImage = rateAt(prices, at)?.[size];
  return perImage === undefined ? null : images * perImage;
}

export function priceOfTokens(
  { prices }: Pick<TextModel, 'prices'>,
  { input, output }: { input: number; output: number },
  at: Date,
): Micros | null {
  const rate = rateAt(prices, at);
  if (rate === undefined) return null;
  return Math.ceil((input * rate.inputPerMillion + output * rate.outputPerMillion) / 1_000_000);
}

function rateAt<Rate>(rows: readonly PriceRow<Rate>[], at: Date): Rate | undefined {
  const day = at.toISOString().slice(0, 10);
  return rows.find(({ from, to }) => from <= day && (to === null || day < to))?.rate;
}
