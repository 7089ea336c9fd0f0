import type { ImageSize } from './image-sizes';
import type { Resolution } from './video-formats';

/** US dollars for a million tokens, which is the same number as micro-dollars for one. */
interface TokenPrice {
  input: number;
  output: number;
  /** The first moment at which the row no longer holds. */
  until?: string;
}

const TEXT_PRICES: Record<string, readonly TokenPrice[]> = {
  'gemini-3.8-flash': [
    { input: 0.75, output: 3.75, until: '2027-01-01T00:00:00Z' },
    { input: 1.5, output: 7.5 },
  ],
  'gemini-3.5-flash': [{ input: 1.5, output: 9 }],
  'gemini-3.5-flash-lite': [{ input: 0.3, output: 2.5 }],
  'gemini-3.1-pro-preview': [{ input: 2, output: 12 }],
};

const NANO_BANANA_2: Record<ImageSize, number> = { '512': 45_000, '1K': 67_000, '2K': 101_000, '4K': 151_000 };
const NANO_BANANA_PRO: Record<ImageSize, number> = { '512': 134_000, '1K': 134_000, '2K': 134_000, '4K': 240_000 };

/** Micro-dollars for one image. */
const IMAGE_PRICES: Record<string, Record<ImageSize, number>> = {
  'gemini-nano-banana-2.1': { '512': 22_400, '1K': 33_600, '2K': 50_000, '4K': 76_000 },
  'gemini-3-pro-image': NANO_BANANA_PRO,
  'nano-banana-pro-preview': NANO_BANANA_PRO,
  'gemini-3.1-flash-image': NANO_BANANA_2,
  'gemini-3.1-flash-lite-image': { '512': 34_000, '1K': 34_000, '2K': 34_000, '4K': 34_000 },
};

/** Micro-dollars for one second of video. */
const VIDEO_PRICES: Record<string, Record<Resolution, number>> = {
  'gemini-omni-1.2-flash': { '360p': 23_200, '720p': 69_500, '1080p': 104_300, '4k': 208_500 },
  'gemini-omni-1.1-flash': { '360p': 33_800, '720p': 101_000, '1080p': 152_000, '4k': 304_000 },
};

export interface TokenCount {
  input: number;
  output: number;
}

export function priceOfTextMicros(model: string, tokens: TokenCount, at: Date): number {
  const rows = TEXT_PRICES[model] ?? TEXT_PRICES['gemini-3.8-flash'] ?? [];
  const price = rows.find(({ until }) => until === undefined || at < new Date(until));
  if (price === undefined) throw new Error(`No price row holds for ${model} at ${at.toISOString()}`);
  return Math.ceil(tokens.input * price.input + tokens.output * price.output);
}

export function priceOfImageMicros(model: string, size: ImageSize): number {
  return (IMAGE_PRICES[model] ?? NANO_BANANA_2)[size];
}

export function priceOfVideoMicros(model: string, resolution: Resolution, seconds: number): number {
  const perSecond = VIDEO_PRICES[model]?.[resolution];
  if (perSecond === undefined) throw new Error(`No price row for the video model ${model}`);
  return perSecond * seconds;
}
