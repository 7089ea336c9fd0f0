import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';

interface Row<Rate> {
  model: string;
  /** Dates, UTC; `to` is the first day on which the row no longer holds. */
  from: string;
  to: string | null;
  rate: Rate;
  source: string;
}

export interface TextRate {
  inputPerMillion: Micros;
  outputPerMillion: Micros;
}

const GOOGLE = 'ai.google.dev pricing, read 2026-10-07';

const TEXT: Row<TextRate>[] = [
  {
    model: 'gemini-3.8-flash',
    from: '2026-09-02',
    to: '2027-01-01',
    rate: { inputPerMillion: 750_000, outputPerMillion: 3_750_000 },
    source: GOOGLE,
  },
  {
    model: 'gemini-3.8-flash',
    from: '2027-01-01',
    to: null,
    rate: { inputPerMillion: 1_500_000, outputPerMillion: 7_500_000 },
    source: GOOGLE,
  },
];

/** Micro-dollars for one image at 1K. */
const IMAGE: Row<Micros>[] = [
  {
    model: 'gemini-nano-banana-2.1',
    from: '2026-10-07',
    to: null,
    rate: 33_600,
    source: 'two independent price tables, 2026-10-09',
  },
];

/** Micro-dollars for one second. */
const VIDEO: Row<Record<Resolution, Micros>>[] = [
  {
    model: 'gemini-omni-1.2-flash',
    from: '2026-11-06',
    to: null,
    rate: { '360p': 23_200, '720p': 69_500, '1080p': 104_300, '4k': 208_500 },
    source: 'resellers and gateways that agree, 2026-11-06 to 2026-11-11; no first-party page was readable',
  },
];

export const PRICED_MODELS = {
  text: TEXT.map(({ model }) => model),
  image: IMAGE.map(({ model }) => model),
  video: VIDEO.map(({ model }) => model),
};

export function priceOfText(model: string, tokens: { input: number; output: number }, at: Date): Micros {
  const { inputPerMillion, outputPerMillion } = rateAt(TEXT, model, at);
  return Math.ceil((tokens.input * inputPerMillion + tokens.output * outputPerMillion) / 1_000_000);
}

export function priceOfImage(model: string, at: Date): Micros {
  return rateAt(IMAGE, model, at);
}

export function priceOfVideo(
  model: string,
  { seconds, resolution }: { seconds: number; resolution: Resolution },
  at: Date,
): Micros {
  return seconds * rateAt(VIDEO, model, at)[resolution];
}

/** There is no row for the model on that day. */
export class NoPriceError extends RangeError {
  override readonly name = 'NoPriceError';
}

// A model without a price is never bought: better to stop than to spend an unknown sum.
function rateAt<Rate>(rows: Row<Rate>[], model: string, at: Date): Rate {
  const day = at.toISOString().slice(0, 10);
  const row = rows.find(({ model: name, from, to }) => name === model && from <= day && (to === null || day < to));
  if (!row) throw new NoPriceError(`no price is known for the model ${model} on ${day}`);
  return row.rate;
}
