import type { z } from 'zod';
import { type Credential, listNamed } from './credential';
import { KNOWN_MODELS } from './known-models';
import { KNOWN_VENDORS } from './known-vendors';
import { type ModelCapabilities, type Vendor, VENDORS } from './model-capabilities';
import { describeOwnModels } from './openai-compatible/openai-compatible-env';
import { openAiVideoModels } from './openai-videos/capabilities';

type EnvOf<V extends Vendor> = (typeof KNOWN_VENDORS)[V]['settings']['env'];
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Settings of all vendors. A vendor without credentials is not there. */
export const vendorEnv = Object.assign({}, ...VENDORS.map((vendor) => KNOWN_VENDORS[vendor].settings.env)) as Together<
  EnvOf<Vendor>
>;

export type VendorEnv = z.infer<z.ZodObject<typeof vendorEnv>>;

/** There as soon as it has an address: a model of one's own may want no key. */
const OWN: Vendor = 'openai-compatible';

export function listCredentials(env: VendorEnv, vendor: Vendor): Credential[] {
  const { key, keys } = KNOWN_VENDORS[vendor].settings;
  const credentials = listNamed(env[key], env[keys]);
  if (vendor !== OWN) return credentials;
  if (addressOf(env, vendor) === undefined) return [];
  return credentials.length > 0 ? credentials : listNamed('none', []);
}

/** The setting that gives a vendor its first credential. */
export function settingOf(vendor: Vendor): string {
  return KNOWN_VENDORS[vendor].settings[vendor === OWN ? 'baseUrl' : 'key'];
}

/** With its version, if it has any, and without a slash at its end; undefined where the settings name none. */
export function addressOf(env: VendorEnv, vendor: Vendor): string | undefined {
  return env[KNOWN_VENDORS[vendor].settings.baseUrl]?.replace(/\/+$/, '');
}

/** Every model that is known under these settings, whether or not its vendor has credentials. */
export function describeModels(env: VendorEnv): readonly ModelCapabilities[] {
  return [...KNOWN_MODELS, ...openAiVideoModels(env.OPENAI_VIDEOS_BASE_URL), ...describeOwnModels(env)];
}
