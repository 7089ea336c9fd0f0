import { videoModel } from '../describe-model';

const REPLICATE = {
  vendor: 'replicate',
  sizes: ['720p', '1080p'],
  sound: 'optional',
  // replicate.com/docs/topics/predictions/rate-limits
  limits: { perMinute: 600 },
  ways: { cancel: true, list: true, webhook: true },
} as const;

/** Prices of single models cannot be read anywhere but on Replicate's pages: those of the same model elsewhere stand for them. */
export const REPLICATE_MODELS = [
  videoModel({
    ...REPLICATE,
    // It takes three references, and then no last frame.
    model: 'google/veo-3.1-fast',
    seconds: [4, 6, 8],
    prices: [
      {
        from: '2026-01-01',
        to: null,
        rate: { '720p': 100_000, '1080p': 120_000 },
        source: 'the same model at Google, third-party price tables, 2026-10; not verified at Replicate',
      },
    ],
  }),
  videoModel({
    ...REPLICATE,
    model: 'kwaivgi/kling-v3-video',
    seconds: [3, 4, 5, 6, 7, 8, 9, 10],
    prices: [
      {
        from: '2026-01-01',
        to: null,
        rate: { '720p': 84_000, '1080p': 84_000 },
        source: 'the same model at fal, third-party price table, 2026-10-09; not verified at Replicate',
      },
    ],
  }),
];
