import type { Resolution } from '../catalogue/video-formats';

type Rate = Partial<Record<Resolution, number>>;

const flat = (micros: number): Rate => ({ '720p': micros, '1080p': micros });
const VEO: Rate = { '720p': 400_000, '1080p': 400_000, '4k': 600_000 };
const VEO_FAST: Rate = { '720p': 100_000, '1080p': 120_000, '4k': 300_000 };
const VEO_LITE: Rate = { '720p': 50_000, '1080p': 80_000 };

/** Micro-dollars for one second at each vendor, with sound. */
const PRICES: Record<string, Rate> = {
  'veo-3.1-generate-001': VEO,
  'veo-3.1-fast-generate-001': VEO_FAST,
  'veo-3.1-lite-generate-001': VEO_LITE,
  'google/veo-3.1-fast': VEO_FAST,
  'kwaivgi/kling-v3-video': flat(84_000),
  'fal-ai/kling-video/v3/standard/image-to-video': flat(84_000),
  'fal-ai/kling-video/o3/standard/image-to-video': flat(84_000),
  'sora-2': flat(100_000),
  'sora-2-pro': { '720p': 300_000, '1080p': 500_000 },
};

/** What the simulator takes at its OpenAI-compatible address, whatever the model is called. */
export const OWN_PRICES = { inputPerMillion: 200_000, outputPerMillion: 800_000, image: 20_000 } as const;

export function isVendorModel(model: string): boolean {
  return model in PRICES;
}

/** Of a size that the vendor does not list, the price of its largest. */
export function priceOfVendorVideo(model: string, resolution: Resolution): number {
  const rate = PRICES[model] ?? {};
  const price = rate[resolution] ?? Object.values(rate).at(-1);
  if (price === undefined) throw new Error(`No price row for the video model ${model}`);
  return price;
}
