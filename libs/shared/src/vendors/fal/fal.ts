import { z } from 'zod';
import { FAL_JWKS_URL } from '@shared/webhooks/fal-webhook';
import { videoModel } from '../describe-model';
import { type VendorEntry, vendorSettingsNamed } from '../vendor-entry';

const kling = (model: string) =>
  videoModel({
    vendor: 'fal',
    model,
    seconds: [3, 4, 5, 6, 7, 8, 9, 10],
    sizes: ['720p'],
    sound: 'optional',
    ways: { cancel: true, webhook: true },
    prices: [{ from: '2026-01-01', to: null, rate: { '720p': 84_000 }, source: 'third-party price table, 2026-10-09' }],
  });

// A key is `<id>:<secret>`.
const settings = vendorSettingsNamed('FAL', 'KEY', 'https://queue.fal.run');

export const FAL = {
  title: 'fal',
  settings: {
    ...settings,
    env: {
      ...settings.env,
      /** Where fal shows the keys that its webhooks are signed with; the gateway asks there. */
      FAL_JWKS_URL: z.url({ protocol: /^https?$/ }).default(FAL_JWKS_URL),
    },
  },
  models: [
    kling('fal-ai/kling-video/v3/standard/image-to-video'),
    kling('fal-ai/kling-video/o3/standard/image-to-video'),
  ],
  headers: (secret) => ({ authorization: `Key ${secret}` }),
  // It has no question of its own for this: who is let in hears that there is no such request.
  question: {
    path: '/fal-ai/kling-video/requests/00000000-0000-0000-0000-000000000000/status',
    accepted: [200, 404, 422],
  },
} satisfies VendorEntry;
