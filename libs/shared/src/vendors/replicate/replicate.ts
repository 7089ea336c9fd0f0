import { z } from 'zod';
import { isWebhookSecret } from '@shared/webhooks/standard-webhooks';
import { type VendorEntry, vendorSettingsNamed } from '../vendor-entry';
import { REPLICATE_MODELS } from './capabilities';

const settings = vendorSettingsNamed('REPLICATE', 'API_TOKEN', 'https://api.replicate.com/v1');

export const REPLICATE = {
  title: 'Replicate',
  settings: {
    ...settings,
    env: {
      ...settings.env,
      /** `GET /v1/webhooks/default/secret`; the gateway checks with it who sent a webhook. */
      REPLICATE_WEBHOOK_SECRET: z.string().refine(isWebhookSecret, 'must be like whsec_…').optional(),
    },
  },
  models: REPLICATE_MODELS,
  question: { path: '/account' },
} satisfies VendorEntry;
