import type { Micros } from '@shared/contracts/money';
import type { Resolution } from '@shared/contracts/order';
import { videoModel } from '../describe-model';
import type { Lifecycle } from '../model-capabilities';

interface Veo {
  model: string;
  lifecycle?: Lifecycle;
  perMinute: number;
  rate: Partial<Record<Resolution, Micros>>;
  source: string;
}

const THIRD_PARTY = 'third-party price tables, 2026-10';

// Limits: quoted by third parties in 2026-03; Google shows them for each project only.
const veo = ({ model, lifecycle, perMinute, rate, source }: Veo) =>
  videoModel({
    vendor: 'vertex',
    model,
    seconds: [4, 6, 8],
    // It takes three references, and then no frames.
    sizes: Object.keys(rate) as Resolution[],
    sound: 'optional',
    lifecycle,
    limits: { perMinute, inFlight: 10 },
    ways: { outputPrefix: true },
    prices: [{ from: '2026-01-01', to: null, rate, source }],
  });

/** Veo 3.1 at Vertex AI, with sound. */
export const VERTEX_MODELS = [
  veo({
    model: 'veo-3.1-generate-001',
    perMinute: 50,
    rate: { '720p': 400_000, '1080p': 400_000, '4k': 600_000 },
    source: 'ai.google.dev pricing, read 2026-10-07, of the same model there',
  }),
  veo({
    model: 'veo-3.1-fast-generate-001',
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
