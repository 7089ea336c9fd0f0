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

/** The credentials of one vendor, and the setting that is missing where there are none. */
const CREDENTIALS: Record<Vendor, { setting: string; list: (env: VendorEnv) => Credential[] }> = {
  gemini: { setting: 'GEMINI_API_KEY', list: (env) => listNamed(env.GEMINI_API_KEY, env.GEMINI_API_KEYS) },
  vertex: {
    setting: 'VERTEX_CREDENTIALS',
    list: (env) => listNamed(env.VERTEX_CREDENTIALS, env.VERTEX_CREDENTIALS_FILES),
  },
  replicate: {
    setting: 'REPLICATE_API_TOKEN',
    list: (env) => listNamed(env.REPLICATE_API_TOKEN, env.REPLICATE_API_TOKENS),
  },
  fal: { setting: 'FAL_KEY', list: (env) => listNamed(env.FAL_KEY, env.FAL_KEYS) },
  'openai-videos': {
    setting: 'OPENAI_VIDEOS_API_KEY',
    list: (env) => listNamed(env.OPENAI_VIDEOS_API_KEY, env.OPENAI_VIDEOS_API_KEYS),
  },
  'openai-compatible': {
    setting: 'OPENAI_COMPATIBLE_BASE_URL',
    list: (env) => (env.OPENAI_COMPATIBLE_BASE_URL === undefined ? [] : listOwn(env)),
  },
};

// A model of one's own may want no key.
function listOwn(env: VendorEnv): Credential[] {
  const keys = listNamed(env.OPENAI_COMPATIBLE_API_KEY, env.OPENAI_COMPATIBLE_API_KEYS);
  return keys.length > 0 ? keys : listNamed('none', []);
}

export function listCredentials(env: VendorEnv, vendor: Vendor): Credential[] {
  return CREDENTIALS[vendor].list(env);
}

/** The setting that gives a vendor its first credential. */
export function settingOf(vendor: Vendor): string {
  return CREDENTIALS[vendor].setting;
}

/** Every model that is known under these settings, whether or not its vendor has credentials. */
export function describeModels(env: VendorEnv): readonly ModelCapabilities[] {
  const { textModel, imageModel } = describeOwnModels(env);
  const own = [textModel, imageModel].filter((model) => model !== undefined);
  return [...KNOWN_MODELS, ...openAiVideoModels(env.OPENAI_VIDEOS_BASE_URL), ...own];
}
