import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ModelKind } from '@shared/contracts/models';
import { toUsd } from '@shared/contracts/money';
import type { Provider } from '@shared/generation/providers/provider';
import type { Capabilities, Requests } from '@shared/vendors/adapter-parts';
import { listSellers } from '@shared/vendors/adapters';
import { type ModelCapabilities, type Vendor, VENDORS } from '@shared/vendors/model-capabilities';
import { describeModels } from '@shared/vendors/vendor-env';
import { OWN_PRICES } from '../../apps/simulator/src/vendors/vendor-prices';
import { simulatedSettings } from '../../scripts/smoke/simulated-settings.ts';
import { PLANTED_SECRET } from './simulated-vendors';
import { parseVendorEnv, vendorAdapter, WEBHOOKS } from './vendor-adapter';

/** What one vendor sells of one kind, as the simulator speaks its wire. */
export interface VendorUnderTest<K extends ModelKind> {
  kind: K;
  model: Capabilities<K>;
  /** As the registry makes it from the settings, with `PLANTED_SECRET` as key. */
  create: (simulatorUrl: string, store: ArtifactStore) => Provider<Requests[K]>;
}

/** By default with the first of its models. */
export function videoVendor(vendor: Vendor, model?: string): VendorUnderTest<'video'> {
  return underTest('video', vendor, model);
}

export function textVendor(vendor: Vendor): VendorUnderTest<'text'> {
  return underTest('text', vendor);
}

export function imageVendor(vendor: Vendor): VendorUnderTest<'image'> {
  return underTest('image', vendor);
}

function underTest<K extends ModelKind>(kind: K, vendor: Vendor, name?: string): VendorUnderTest<K> {
  const isIt = (model: ModelCapabilities): model is Capabilities<K> =>
    model.kind === kind && model.vendor === vendor && (name === undefined || model.model === name);
  const model = describeModels(parseVendorEnv(settingsAt('http://simulator.example', vendor))).find(isIt);
  if (!model) throw new Error(`${vendor} sells no ${kind} model ${name ?? ''}`);
  return { kind, model, create: (url, store) => vendorAdapter(kind, vendor, settingsAt(url, vendor), store) };
}

/** All that sell video. */
export const VIDEO_VENDORS = listSellers('video').map((vendor) => videoVendor(vendor));

/** The settings of a vendor that offers all it can, with `PLANTED_SECRET` as key. */
export function settingsAt(simulatorUrl: string, vendor: Vendor): Record<string, string> {
  return {
    ...simulatedSettings(vendor, simulatorUrl, PLANTED_SECRET),
    VERTEX_OUTPUT_PREFIX: 'gs://films/attempts/',
    OPENAI_VIDEOS_TAG_PROMPTS: 'true',
    OPENAI_COMPATIBLE_TEXT_MODEL: 'qwen3-32b',
    OPENAI_COMPATIBLE_INPUT_USD: toUsd(OWN_PRICES.inputPerMillion),
    OPENAI_COMPATIBLE_OUTPUT_USD: toUsd(OWN_PRICES.outputPerMillion),
    OPENAI_COMPATIBLE_IMAGE_MODEL: 'flux-2',
    OPENAI_COMPATIBLE_IMAGE_USD: toUsd(OWN_PRICES.image),
    ...WEBHOOKS,
  };
}

/** Of these at one simulator, as the environment would name them. */
export function vendorSettings(simulatorUrl: string, vendors: readonly Vendor[] = VENDORS): Record<string, string> {
  return Object.assign({}, ...vendors.map((vendor) => settingsAt(simulatorUrl, vendor))) as Record<string, string>;
}

/** The settings of all video vendors but Gemini, which every bench has by itself. */
export function othersAt(simulatorUrl: string): Record<string, string> {
  const others = listSellers('video').filter((vendor) => vendor !== 'gemini');
  return vendorSettings(simulatorUrl, others);
}
