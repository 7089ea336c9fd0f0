import type { Vendor } from '@shared/vendors/model-capabilities';
import { VENDOR_SETTINGS } from '@shared/vendors/vendor-env';
import { aServiceAccount } from './service-account.ts';

/** Where the simulator speaks each vendor's wire. */
const PATHS: Record<Vendor, string> = {
  gemini: '',
  vertex: '/vertex',
  replicate: '/replicate/v1',
  fal: '/fal',
  'openai-videos': '/openai/v1',
  'openai-compatible': '/openai/v1',
};

/** The settings that lead a vendor's adapters to a simulator. */
export function simulatedSettings(vendor: Vendor, simulatorUrl: string, secret: string): Record<string, string> {
  const { key, baseUrl } = VENDOR_SETTINGS[vendor];
  const address = `${simulatorUrl}${PATHS[vendor]}`;
  if (vendor !== 'vertex') return { [key]: secret, [baseUrl]: address };
  const account = JSON.stringify(aServiceAccount(`${address}/token`));
  return { [key]: account, [baseUrl]: address, VERTEX_STORAGE_URL: address };
}
