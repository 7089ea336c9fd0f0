import { z } from 'zod';
import type { ModelLists } from '@shared/contracts/models';
import { type Vendor, VENDORS } from '@shared/vendors/model-capabilities';
import { addressOf, describeModels, listCredentials, type VendorEnv } from '@shared/vendors/vendor-env';
import { KeySettings } from './key-settings';

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
  const addresses = Object.fromEntries(VENDORS.map((vendor) => [vendor, addressOf(env, vendor)]));
  return new KeySettings(env, addresses, (vendor) => listCredentials(env, vendor));
}
