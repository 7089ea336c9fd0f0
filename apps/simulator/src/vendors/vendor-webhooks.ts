import type { Surface } from '../operations/operation';
import type { VendorWebhooks } from '../webhooks/webhook-sender';
import { replicateWebhooks } from './replicate/replicate-webhooks';

export function vendorWebhooks(): Partial<Record<Surface, VendorWebhooks>> {
  return { replicate: replicateWebhooks() };
}
