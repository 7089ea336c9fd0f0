import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';

/** What a model costs from one day to another. Nothing is bought without a row, and nothing else sets a price. */
export interface PriceRow<Rate> {
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
const RESELLERS = 'resellers and gateways that agree, 2026-11-06 to 2026-11-11; no first-party page was readable';

export const TEXT_PRICES: PriceRow<TextRate>[] = [
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
  {
    model: 'gemini-3.5-flash',
    from: '2026-05-19',
    to: null,
    rate: { inputPerMillion: 1_500_000, outputPerMillion: 9_000_000 },
    source: GOOGLE,
  },
  {
    model: 'gemini-3.5-flash-lite',
    from: '2026-07-21',
    to: null,
    rate: { inputPerMillion: 300_000, outputPerMillion: 2_500_000 },
    source: GOOGLE,
  },
];

/** Micro-dollars for one image at 1K. */
export const IMAGE_PRICES: PriceRow<Micros>[] = [
  {
    model: 'gemini-nano-banana-2.1',
    from: '2026-10-07',
    to: null,
    rate: 33_600,
    source: 'two independent price tables, 2026-10-09',
  },
  {
    model: 'gemini-3-pro-image',
    from: '2026-05-28',
    to: null,
    rate: 134_000,
    source: `${GOOGLE}: $120 for a million image tokens`,
  },
];

/** Micro-dollars for one second. */
export const VIDEO_PRICES: PriceRow<Record<Resolution, Micros>>[] = [
  {
    model: 'gemini-omni-1.2-flash',
    from: '2026-11-06',
    to: null,
    rate: { '360p': 23_200, '720p': 69_500, '1080p': 104_300, '4k': 208_500 },
    source: RESELLERS,
  },
  {
    model: 'gemini-omni-1.1-flash',
    from: '2026-08-27',
    to: null,
    rate: { '360p': 33_800, '720p': 101_000, '1080p': 152_000, '4k': 304_000 },
    source: 'several price tables, 2026-08-28',
  },
];
