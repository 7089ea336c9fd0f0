import { imageModel, textModel, tokenRate, videoModel } from '../describe-model';

const GOOGLE = 'ai.google.dev pricing, read 2026-10-07';
const RESELLERS = 'resellers and gateways that agree, 2026-11-06 to 2026-11-11; no first-party page was readable';

// Google publishes no numbers for single models; all three kinds are bought as background interactions.
const GEMINI = { vendor: 'gemini', ways: { cancel: true, webhook: true } } as const;

const TEXTS = [
  textModel({
    ...GEMINI,
    model: 'gemini-3.8-flash',
    prices: [
      { from: '2026-09-02', to: '2027-01-01', rate: tokenRate(0.75, 3.75), source: GOOGLE },
      { from: '2027-01-01', to: null, rate: tokenRate(1.5, 7.5), source: GOOGLE },
    ],
  }),
  textModel({
    ...GEMINI,
    model: 'gemini-3.5-flash',
    prices: [{ from: '2026-05-19', to: null, rate: tokenRate(1.5, 9), source: GOOGLE }],
  }),
  textModel({
    ...GEMINI,
    model: 'gemini-3.5-flash-lite',
    prices: [{ from: '2026-07-21', to: null, rate: tokenRate(0.3, 2.5), source: GOOGLE }],
  }),
];

const IMAGE = {
  ...GEMINI,
  sizes: ['1K', '2K', '4K'],
  ratios: ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'],
  references: 6,
} as const;

const IMAGES = [
  imageModel({
    ...IMAGE,
    model: 'gemini-nano-banana-2.1',
    prices: [
      {
        from: '2026-10-07',
        to: null,
        rate: { '1K': 33_600, '2K': 50_000 },
        source: 'two independent price tables, 2026-10-09',
      },
    ],
  }),
  imageModel({
    ...IMAGE,
    model: 'gemini-3-pro-image',
    prices: [
      {
        from: '2026-05-28',
        to: null,
        rate: { '1K': 134_000, '2K': 134_000, '4K': 240_000 },
        source: `${GOOGLE}: $120 for a million image tokens`,
      },
    ],
  }),
];

const SECONDS = [3, 4, 5, 6, 7, 8, 9, 10] as const;

const omni12 = videoModel({
  ...GEMINI,
  model: 'gemini-omni-1.2-flash',
  seconds: [...SECONDS, 11, 12, 13, 14, 15],
  secondsWithLastFrame: SECONDS,
  sizes: ['360p', '720p', '1080p', '4k'],
  references: 6,
  sound: 'always',
  prices: [
    {
      from: '2026-11-06',
      to: null,
      rate: { '360p': 23_200, '720p': 69_500, '1080p': 104_300, '4k': 208_500 },
      source: RESELLERS,
    },
  ],
});

const omni11 = videoModel({
  ...omni12,
  model: 'gemini-omni-1.1-flash',
  seconds: SECONDS,
  references: 0,
  prices: [
    {
      from: '2026-08-27',
      to: null,
      rate: { '360p': 33_800, '720p': 101_000, '1080p': 152_000, '4k': 304_000 },
      source: 'several price tables, 2026-08-28',
    },
  ],
});

export const GEMINI_MODELS = [...TEXTS, ...IMAGES, omni12, omni11];
