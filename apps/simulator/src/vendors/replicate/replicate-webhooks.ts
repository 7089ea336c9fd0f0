import { signBySecrets } from '../../webhooks/build-message';
import type { VendorWebhooks } from '../../webhooks/webhook-sender';
import { toPrediction } from './prediction';

/** What `GET /v1/webhooks/default/secret` gives out. */
export const REPLICATE_SECRET = `whsec_${Buffer.from('the simulator signs as Replicate').toString('base64')}`;

/** Standard Webhooks around the whole prediction. */
export function replicateWebhooks(): VendorWebhooks {
  return {
    build: (operation) => ({ id: `msg_${operation.id}`, type: 'completed', envelope: toPrediction(operation) }),
    toHeaders: signBySecrets([REPLICATE_SECRET]),
  };
}
