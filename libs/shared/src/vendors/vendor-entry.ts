import { z } from 'zod';
import { namedSecrets, plainSecret } from './credential';
import type { ModelCapabilities } from './model-capabilities';

/** All that is told of a vendor in one place, but for its adapters: who only wants to know of it needs no SDK. */
export interface VendorEntry {
  /** As a reader knows it. */
  title: string;
  settings: VendorSettings;
  /** Every model that is known without settings. */
  models: readonly ModelCapabilities[];
  /** How a request proves who sends it; by default as a bearer. */
  headers?: (secret: string) => Record<string, string>;
  /** By what a key is tried at no cost; without it, it is stored untried. */
  question?: KeyQuestion;
}

/** What credentials and address are called among the settings, and how each setting is read. */
export interface VendorSettings {
  /** Its first credential, and those with names of their own. */
  key: string;
  keys: string;
  /** Where it is, or whatever speaks its wire. */
  baseUrl: string;
  env: z.ZodRawShape;
}

export interface KeyQuestion {
  /** Below the base address. */
  path: string;
  /** Statuses that only who knows the key is answered with; by default 200. */
  accepted?: readonly number[];
}

/** `<PREFIX>_API_KEY`, `<PREFIX>_API_KEYS` and `<PREFIX>_BASE_URL`, as a vendor usually has them. `home`: its own address, with its version. */
export function vendorSettings<P extends string>(prefix: P, home: string): UsualSettings<P, 'API_KEY'> {
  return vendorSettingsNamed(prefix, 'API_KEY', home);
}

/** The same for a vendor whose keys are called otherwise. */
export function vendorSettingsNamed<P extends string, K extends string>(prefix: P, secret: K, home: string) {
  const [key, keys, baseUrl] = [`${prefix}_${secret}`, `${prefix}_${secret}S`, `${prefix}_BASE_URL`] as const;
  const address = z.url({ protocol: /^https?$/ }).default(home);
  return { key, keys, baseUrl, env: { [key]: plainSecret, [keys]: namedSecrets, [baseUrl]: address } } as UsualSettings<
    P,
    K
  >;
}

interface UsualSettings<P extends string, K extends string> {
  key: `${P}_${K}`;
  keys: `${P}_${K}S`;
  baseUrl: `${P}_BASE_URL`;
  env: Record<`${P}_${K}`, typeof plainSecret> &
    Record<`${P}_${K}S`, typeof namedSecrets> &
    Record<`${P}_BASE_URL`, z.ZodDefault<z.ZodURL>>;
}
