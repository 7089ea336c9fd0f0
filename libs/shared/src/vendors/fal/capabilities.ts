import type { VideoModel } from '../model-capabilities';

const SECONDS = [3, 4, 5, 6, 7, 8, 9, 10] as const;

const kling = (model: string): VideoModel => ({
  vendor: 'fal',
  kind: 'video',
  model,
  seconds: SECONDS,
  secondsWithLastFrame: SECONDS,
  sizes: ['720p'],
  ratios: ['16:9', '9:16'],
  firstFrame: true,
  lastFrame: true,
  references: 0,
  sound: 'optional',
  lifecycle: { phase: 'current' },
  limits: { perMinute: null, perDay: null, inFlight: null },
  ways: { cancel: true, list: false, webhook: true, outputPrefix: false, idempotencyKey: false },
  prices: [{ from: '2026-01-01', to: null, rate: { '720p': 84_000 }, source: 'third-party price table, 2026-10-09' }],
});

export const FAL_MODELS: readonly VideoModel[] = [
  kling('fal-ai/kling-video/v3/standard/image-to-video'),
  kling('fal-ai/kling-video/o3/standard/image-to-video'),
];
