import type { ImageModel, TextModel, TextRate } from '../model-capabilities';
import type { Micros } from '@shared/contracts/money';

const LIMITS = { perMinute: null, perDay: null, inFlight: null } as const;
// An answer comes at once or is lost: there is no operation to stop, or to find again.
const WAYS = { cancel: false, list: false, webhook: false, outputPrefix: false, idempotencyKey: false } as const;
const SOURCE = 'the settings of whoever runs the model';

/** A user's own model that plans, at the price that he says it has. */
export function describeOwnTextModel(model: string, rate: TextRate): TextModel {
  const prices = [{ from: '2026-01-01', to: null, rate, source: SOURCE }];
  return {
    vendor: 'openai-compatible',
    kind: 'text',
    model,
    lifecycle: { phase: 'current' },
    limits: LIMITS,
    ways: WAYS,
    prices,
  };
}

/** One that draws. */
export function describeOwnImageModel(model: string, perImage: Micros): ImageModel {
  return {
    vendor: 'openai-compatible',
    kind: 'image',
    model,
    sizes: ['1K'],
    ratios: ['16:9', '9:16'],
    references: 4,
    lifecycle: { phase: 'current' },
    limits: LIMITS,
    ways: WAYS,
    prices: [{ from: '2026-01-01', to: null, rate: { '1K': perImage }, source: SOURCE }],
  };
}
