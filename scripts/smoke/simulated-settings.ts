import { entryOf } from '@shared/vendors/known-vendors';
import type { Vendor } from '@shared/vendors/model-capabilities';
import { aServiceAccount } from './service-account.ts';

/** Where the simulator speaks a vendor's wire, if not below its name. */
const PATHS: Partial<Record<Vendor, string>> = {
  gemini: '',
  replicate: '/replicate/v1',
  'openai-videos': '/openai/v1',
  'openai-compatible': '/openai/v1',
};

export function simulatedPath(vendor: Vendor): string {
  return PATHS[vendor] ?? `/${vendor}`;
}

/** The settings that lead a vendor's adapters to a simulator. */
export function simulatedSettings(vendor: Vendor, simulatorUrl: string, secret: string): Record<string, string> {
  const { key, baseUrl } = entryOf(vendor).settings;
  const address = `${simulatorUrl}${simulatedPath(vendor)}`;
  if (vendor !== 'vertex') return { [key]: secret, [baseUrl]: address };
  const account = JSON.stringify(aServiceAccount(`${address}/token`));
  return { [key]: account, [baseUrl]: address, VERTEX_STORAGE_URL: address };
}
