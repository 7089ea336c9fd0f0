import { z } from 'zod';
import { parseConfig } from '@shared/config/parse-config';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ModelKind } from '@shared/contracts/models';
import type { Provider } from '@shared/generation/providers/provider';
import type { Requests } from '@shared/vendors/adapter-parts';
import { makeAdapter } from '@shared/vendors/adapters';
import type { Vendor } from '@shared/vendors/model-capabilities';
import { listCredentials, vendorEnv } from '@shared/vendors/vendor-env';
import { webhookEnv } from '@shared/webhooks/webhook-env';

export const WEBHOOKS = { WEBHOOK_URL: 'http://127.0.0.1:1', WEBHOOK_SECRET: 'a-secret-of-more-than-24-bytes' };

/** The adapter of a vendor as the product makes it of these settings, for its first credential. */
export function vendorAdapter<K extends ModelKind>(
  kind: K,
  vendor: Vendor,
  settings: Record<string, string>,
  store: ArtifactStore,
): Provider<Requests[K]> {
  const env = parseVendorEnv(settings);
  const [credential] = listCredentials(env, vendor);
  if (!credential) throw new Error(`${vendor} has no credential in these settings`);
  return makeAdapter(kind, vendor, { env, secret: credential.secret, store });
}

export function parseVendorEnv(settings: Record<string, string>) {
  return parseConfig(z.object({ ...vendorEnv, ...webhookEnv }), settings);
}
