import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ModelKind } from '@shared/contracts/models';
import type { WebhookEnv } from '@shared/webhooks/webhook-env';
import type { ImageRequest } from './image-request';
import { entryOf, headersOf } from './known-vendors';
import type { ModelCapabilities, Vendor } from './model-capabilities';
import type { TextRequest } from './text-request';
import { addressOf, describeModels, type VendorEnv } from './vendor-env';
import type { VideoRequest } from './video-request';

/** What a unit of each kind is asked for with. */
export interface Requests {
  text: TextRequest;
  image: ImageRequest;
  video: VideoRequest;
}

export type Capabilities<K extends ModelKind> = Extract<ModelCapabilities, { kind: K }>;

/** What is given to make an adapter of. */
export interface AdapterGiven {
  env: VendorEnv & WebhookEnv;
  /** Of one credential. */
  secret: string;
  store: ArtifactStore;
}

/** All that an adapter needs. */
export interface AdapterParts<K extends ModelKind = ModelKind> extends AdapterGiven {
  vendor: Vendor;
  /** As a reader knows it. */
  title: string;
  /** Without a slash at its end. */
  baseUrl: string;
  /** That show who asks. */
  headers: Record<string, string>;
  /** Whether submits carry the address of a webhook. */
  webhooks: boolean;
  /** Of this vendor and kind. */
  models: readonly Capabilities<K>[];
}

export function toAdapterParts<K extends ModelKind>(kind: K, vendor: Vendor, given: AdapterGiven): AdapterParts<K> {
  const { env, secret } = given;
  const isSold = (model: ModelCapabilities): model is Capabilities<K> => model.kind === kind && model.vendor === vendor;
  return {
    ...given,
    vendor,
    title: entryOf(vendor).title,
    baseUrl: addressOf(env, vendor) ?? '',
    headers: headersOf(vendor, secret),
    webhooks: env.WEBHOOK_URL !== undefined,
    models: describeModels(env).filter(isSold),
  };
}
