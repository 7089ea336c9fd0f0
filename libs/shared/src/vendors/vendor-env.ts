import type { z } from 'zod';
import { geminiEnv } from '@shared/gemini/gemini-env';
import { type Credential, listNamed } from './credential';
import { falEnv } from './fal/fal-env';
import { KNOWN_MODELS } from './known-models';
import type { ModelCapabilities, Vendor } from './model-capabilities';
import { describeOwnModels, openAiCompatibleEnv } from './openai-compatible/openai-compatible-env';
import { openAiVideoModels } from './openai-videos/capabilities';
import { openAiVideosEnv } from './openai-videos/openai-videos-env';
import { replicateEnv } from './replicate/replicate-env';
import { vertexEnv } from './vertex/vertex-env';

/** Settings of all vendors. A vendor without credentials is not there. */
export const vendorEnv = {
  ...geminiEnv,
  ...vertexEnv,
  ...replicateEnv,
  ...falEnv,
  ...openAiVideosEnv,
  ...openAiCompatibleEnv,
};

export type VendorEnv = z.infer<z.ZodObject<typeof vendorEnv>>;

type SettingOf<T> = { [K in keyof VendorEnv]-?: VendorEnv[K] extends T ? K : never }[keyof VendorEnv];

interface VendorSettings {
  /** Its first credential, and those with names of their own. */
  key: SettingOf<string | undefined>;
  keys: SettingOf<Credential[]>;
  /** Where it is, or whatever speaks its wire. */
  baseUrl: SettingOf<string | undefined>;
}

/** What credentials and address of each vendor are called among the settings. Nobody else spells it. */
export const VENDOR_SETTINGS: Record<Vendor, VendorSettings> = {
  gemini: { key: 'GEMINI_API_KEY', keys: 'GEMINI_API_KEYS', baseUrl: 'GEMINI_BASE_URL' },
  vertex: { key: 'VERTEX_CREDENTIALS', keys: 'VERTEX_CREDENTIALS_FILES', baseUrl: 'VERTEX_BASE_URL' },
  replicate: { key: 'REPLICATE_API_TOKEN', keys: 'REPLICATE_API_TOKENS', baseUrl: 'REPLICATE_BASE_URL' },
  fal: { key: 'FAL_KEY', keys: 'FAL_KEYS', baseUrl: 'FAL_BASE_URL' },
  'openai-videos': { key: 'OPENAI_VIDEOS_API_KEY', keys: 'OPENAI_VIDEOS_API_KEYS', baseUrl: 'OPENAI_VIDEOS_BASE_URL' },
  'openai-compatible': {
    key: 'OPENAI_COMPATIBLE_API_KEY',
    keys: 'OPENAI_COMPATIBLE_API_KEYS',
    baseUrl: 'OPENAI_COMPATIBLE_BASE_URL',
  },
};

/** There as soon as it has an address: a model of one's own may want no key. */
const OWN: Vendor = 'openai-compatible';

export function listCredentials(env: VendorEnv, vendor: Vendor): Credential[] {
  const { key, keys } = VENDOR_SETTINGS[vendor];
  const credentials = listNamed(env[key], env[keys]);
  if (vendor !== OWN) return credentials;
  if (addressOf(env, vendor) === undefined) return [];
  return credentials.length > 0 ? credentials : listNamed('none', []);
}

/** The setting that gives a vendor its first credential. */
export function settingOf(vendor: Vendor): string {
  return VENDOR_SETTINGS[vendor][vendor === OWN ? 'baseUrl' : 'key'];
}

/** With its version, if it has any, and without a slash at its end; undefined where the settings name none. */
export function addressOf(env: VendorEnv, vendor: Vendor): string | undefined {
  return env[VENDOR_SETTINGS[vendor].baseUrl]?.replace(/\/+$/, '');
}

/** Every model that is known under these settings, whether or not its vendor has credentials. */
export function describeModels(env: VendorEnv): readonly ModelCapabilities[] {
  const { textModel, imageModel } = describeOwnModels(env);
  const own = [textModel, imageModel].filter((model) => model !== undefined);
  return [...KNOWN_MODELS, ...openAiVideoModels(env.OPENAI_VIDEOS_BASE_URL), ...own];
}
