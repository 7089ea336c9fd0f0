import type { Surface } from '../operations/operation';
import type { VendorWebhooks } from '../webhooks/webhook-sender';
import { falWebhooks } from './fal/fal-webhooks';
import { replicateWebhooks } from './replicate/replicate-webhooks';

export function vendorWebhooks(): Partial<Record<Surface, VendorWebhooks>> {
  return { fal: falWebhooks(), replicate: replicateWebhooks() };
}
