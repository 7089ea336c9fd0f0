import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';
import type { Lifecycle, VideoModel } from '../model-capabilities';

interface Veo {
  model: string;
  lifecycle: Lifecycle;
  perMinute: number;
  rate: Partial<Record<Resolution, Micros>>;
  source: string;
}

const THIRD_PARTY = 'third-party price tables, 2026-10';

// Limits: quoted by third parties in 2026-03; Google shows them for each project only.
const veo = ({ model, lifecycle, perMinute, rate, source }: Veo): VideoModel => ({
  vendor: 'vertex',
  kind: 'video',
  model,
  seconds: [4, 6, 8],
  secondsWithLastFrame: [4, 6, 8],
  sizes: Object.keys(rate) as Resolution[],
  ratios: ['16:9', '9:16'],
  firstFrame: true,
  lastFrame: true,
  // It takes three, and then no frames.
  references: 0,
  sound: 'optional',
  lifecycle,
  limits: { perMinute, perDay: null, inFlight: 10 },
  ways: { cancel: false, list: false, webhook: false, outputPrefix: true, idempotencyKey: false },
  prices: [{ from: '2026-01-01', to: null, rate, source }],
});

/** Veo 3.1 at Vertex AI, with sound. */
export const VERTEX_MODELS: readonly VideoModel[] = [
  veo({
    model: 'veo-3.1-generate-001',
    lifecycle: { phase: 'current' },
    perMinute: 50,
    rate: { '720p': 400_000, '1080p': 400_000, '4k': 600_000 },
    source: 'ai.google.dev pricing, read 2026-10-07, of the same model there',
  }),
  veo({
    model: 'veo-3.1-fast-generate-001',
    lifecycle: { phase: 'current' },
    perMinute: 50,
    rate: { '720p': 100_000, '1080p': 120_000, '4k': 300_000 },
    source: THIRD_PARTY,
  }),
  veo({
    model: 'veo-3.1-lite-generate-001',
    lifecycle: { phase: 'preview' },
    perMinute: 10,
    rate: { '720p': 50_000, '1080p': 80_000 },
    source: THIRD_PARTY,
  }),
];
