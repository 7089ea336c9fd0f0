import { z } from 'zod';
import type { ModelLists } from '@shared/contracts/models';
import { type Vendor, VENDORS } from '@shared/vendors/model-capabilities';
import { describeModels, listCredentials, type VendorEnv } from '@shared/vendors/vendor-env';
import { KeySettings } from './key-settings';
import type { VendorAddresses } from './test-key';

export const vendorList = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((name) => name !== ''))
  .pipe(z.array(z.enum(VENDORS)));

type Env = VendorEnv & {
  STAGE_VENDORS: Vendor[];
  MASTER_KEY?: string | undefined;
  MASTER_KEY_FILE?: string | undefined;
};

/** For whom the stages have credentials; null where nothing says it: a gateway without those of the default models does not see what the stages see. */
export function listVendors(env: Env, defaults: ModelLists): Vendor[] | null {
  if (env.STAGE_VENDORS.length > 0) return env.STAGE_VENDORS;
  const own = VENDORS.filter((vendor) => listCredentials(env, vendor).length > 0);
  const names = Object.values(defaults).map(([first]) => first);
  const needed = describeModels(env).filter(({ model }) => names.includes(model));
  return needed.every(({ vendor }) => own.includes(vendor)) ? own : null;
}

export function toKeySettings(env: Env): KeySettings {
  const addresses = {
    gemini: env.GEMINI_BASE_URL,
    vertex: env.VERTEX_BASE_URL,
    replicate: env.REPLICATE_BASE_URL,
    fal: env.FAL_BASE_URL,
    'openai-videos': env.OPENAI_VIDEOS_BASE_URL,
    'openai-compatible': env.OPENAI_COMPATIBLE_BASE_URL,
  };
  return new KeySettings(env, withoutSlashes(addresses), (vendor) => listCredentials(env, vendor));
}

function withoutSlashes(addresses: Readonly<Record<string, string | undefined>>): VendorAddresses {
  const named = Object.entries(addresses).flatMap(([vendor, url]) =>
    url === undefined ? [] : [[vendor, url.replace(/\/+$/, '')]],
  );
  return Object.fromEntries(named) as VendorAddresses;
}
