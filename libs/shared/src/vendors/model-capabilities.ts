import type { Micros } from '@shared/contracts/money';
import type { AspectRatio, Resolution } from '@shared/contracts/order';

export const VENDORS = [
  // In the order in which they are shown.
  'gemini',
  'vertex',
  'replicate',
  'fal',
  'openai-videos',
  'openai-compatible',
] as const;
export type Vendor = (typeof VENDORS)[number];

/** What one model at one vendor can do, costs and allows. Data beside its adapter; nothing else decides by a model's name. */
export type ModelCapabilities = TextModel | ImageModel | VideoModel;

interface Model {
  vendor: Vendor;
  /** As the vendor spells it. */
  model: string;
  lifecycle: Lifecycle;
  limits: Limits;
  ways: Ways;
}

export interface TextModel extends Model {
  kind: 'text';
  prices: PriceRow<TextRate>[];
}

export interface ImageModel extends Model {
  kind: 'image';
  sizes: readonly ImageSize[];
  ratios: readonly string[];
  /** Most images that it draws after. */
  references: number;
  /** Micro-dollars for one image of a size. */
  prices: PriceRow<Partial<Record<ImageSize, Micros>>>[];
}

export interface VideoModel extends Model {
  kind: 'video';
  /** Lengths in seconds that it takes, in ascending order. */
  seconds: readonly number[];
  /** The same where a last frame is given; empty: it takes none. */
  secondsWithLastFrame: readonly number[];
  sizes: readonly Resolution[];
  ratios: readonly AspectRatio[];
  firstFrame: boolean;
  lastFrame: boolean;
  /** Most images besides the two frames. */
  references: number;
  sound: 'always' | 'optional' | 'never';
  /** Micro-dollars for one second of a size. */
  prices: PriceRow<Partial<Record<Resolution, Micros>>>[];
}

export const IMAGE_SIZES = ['512', '1K', '2K', '4K'] as const;
export type ImageSize = (typeof IMAGE_SIZES)[number];

export interface TextRate {
  inputPerMillion: Micros;
  outputPerMillion: Micros;
}

export interface PriceRow<Rate> {
  /** Dates, UTC; `to` is the first day on which the row no longer holds. */
  from: string;
  to: string | null;
  rate: Rate;
  source: string;
}

export type Lifecycle =
  | { phase: 'preview' | 'current' }
  /** Still answers, and will not for ever. */
  | { phase: 'deprecated'; retiresOn: string; successors: readonly string[] }
  | { phase: 'retired'; retiredOn: string; successors: readonly string[] };

/** What the vendor allows to one account; null: it names no number. */
export interface Limits {
  perMinute: number | null;
  perDay: number | null;
  inFlight: number | null;
}

/** How an operation can be stopped, and found again when the answer to its submit was lost. */
export interface Ways {
  cancel: boolean;
  list: boolean;
  webhook: boolean;
  outputPrefix: boolean;
  idempotencyKey: boolean;
}
