import { z } from 'zod';
import { ConfigError, type Environment } from '@shared/config/parse-config';
import { MODEL_KINDS, type ModelKind } from '@shared/contracts/models';
import { IMAGE_MODEL, TEXT_MODEL, VIDEO_MODEL } from '@shared/generation/engine/models-env';
import { masterKeyEnv } from '@shared/keys/master-keys';
import { VENDORS } from '@shared/vendors/model-capabilities';
import { listKeyless, mayStoreKeys, MODEL_SETTINGS } from '@shared/vendors/model-rule';
import { listCredentials, vendorEnv } from '@shared/vendors/vendor-env';

const providerSchema = z.object({ ...vendorEnv, ...masterKeyEnv, ...TEXT_MODEL, ...IMAGE_MODEL, ...VIDEO_MODEL });

/** The settings of each stage by the kind that it buys. */
export type EnvByKind = Readonly<Record<ModelKind, Environment>>;

const NAMES: Record<ModelKind, string> = { text: 'text', image: 'images', video: 'clips' };

/**
 * Whether anybody but the simulator is to make films: whoever gives one key gets no film of drawings for it. A master key counts,
 * because keys may be stored.
 */
export function hasOwnProvider(envs: EnvByKind): boolean {
  return Object.values(envs).some((env) => {
    if (env['GEMINI_BASE_URL'] !== undefined) return true;
    const { success, data } = providerSchema.safeParse(env);
    // What cannot be read was meant as something, and is told of by whoever parses it.
    return !success || mayStoreKeys(data) || VENDORS.some((vendor) => listCredentials(data, vendor).length > 0);
  });
}

/** A ConfigError where one kind would be paid for and another made by nobody. */
export function throwOnHalfProvider(envs: EnvByKind): void {
  const missing = MODEL_KINDS.flatMap((kind) => {
    const { success, data } = providerSchema.safeParse(envs[kind]);
    return success ? listKeyless(data, kind).map((keyless) => ({ kind, ...keyless })) : [];
  });
  if (missing.length === 0) return;
  const kinds = [...new Set(missing.map(({ kind }) => NAMES[kind]))].join(', ');
  throw new ConfigError([
    `There is a key of a vendor, so nothing is simulated; there is none for ${kinds}:`,
    ...missing.map(({ kind, name, setting, instead }) => {
      const others = instead.length === 0 ? '' : `, or name ${instead.join(' or ')} instead`;
      return `${MODEL_SETTINGS[kind]}: ${name} needs ${setting}${others}`;
    }),
    'Without a key of any vendor all of it is simulated, at no cost.',
  ]);
}
