import type { Micros } from '@shared/contracts/money';
import { imageModel, textModel } from '../describe-model';
import type { ImageModel, TextModel, TextRate } from '../model-capabilities';

const FROM = { from: '2026-01-01', to: null, source: 'the settings of whoever runs the model' };

/** A user's own model that plans, at the price that he says it has. */
export function describeOwnTextModel(model: string, rate: TextRate): TextModel {
  return textModel({ vendor: 'openai-compatible', model, prices: [{ ...FROM, rate }] });
}

/** One that draws. */
export function describeOwnImageModel(model: string, perImage: Micros): ImageModel {
  return imageModel({
    vendor: 'openai-compatible',
    model,
    sizes: ['1K'],
    ratios: ['16:9', '9:16'],
    references: 4,
    prices: [{ ...FROM, rate: { '1K': perImage } }],
  });
}
