import type { VideoModel } from '../model-capabilities';

const WAYS = { cancel: true, list: true, webhook: true, outputPrefix: false, idempotencyKey: false } as const;
// replicate.com/docs/topics/predictions/rate-limits
const LIMITS = { perMinute: 600, perDay: null, inFlight: null } as const;

/** Prices of single models cannot be read anywhere but on Replicate's pages: those of the same model elsewhere stand for them. */
export const REPLICATE_MODELS: readonly VideoModel[] = [
  {
    vendor: 'replicate',
    kind: 'video',
    model: 'google/veo-3.1-fast',
    seconds: [4, 6, 8],
    secondsWithLastFrame: [4, 6, 8],
    sizes: ['720p', '1080p'],
    ratios: ['16:9', '9:16'],
    firstFrame: true,
    lastFrame: true,
    // It takes three, and then no last frame.
    references: 0,
    sound: 'optional',
    lifecycle: { phase: 'current' },
    limits: LIMITS,
    ways: WAYS,
    prices: [
      {
        from: '2026-01-01',
        to: null,
        rate: { '720p': 100_000, '1080p': 120_000 },
        source: 'the same model at Google, third-party price tables, 2026-10; not verified at Replicate',
      },
    ],
  },
  {
    vendor: 'replicate',
    kind: 'video',
    model: 'kwaivgi/kling-v3-video',
    seconds: [3, 4, 5, 6, 7, 8, 9, 10],
    secondsWithLastFrame: [3, 4, 5, 6, 7, 8, 9, 10],
    sizes: ['720p', '1080p'],
    ratios: ['16:9', '9:16'],
    firstFrame: true,
    lastFrame: true,
    references: 0,
    sound: 'optional',
    lifecycle: { phase: 'current' },
    limits: LIMITS,
    ways: WAYS,
    prices: [
      {
        from: '2026-01-01',
        to: null,
        rate: { '720p': 84_000, '1080p': 84_000 },
        source: 'the same model at fal, third-party price table, 2026-10-09; not verified at Replicate',
      },
    ],
  },
];
