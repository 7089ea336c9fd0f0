import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseConfig } from '@shared/config/parse-config';
import { entryOf } from '@shared/vendors/known-vendors';
import { type Vendor, VENDORS } from '@shared/vendors/model-capabilities';
import { vendorEnv } from '@shared/vendors/vendor-env';
import { testKey, type VendorAddresses } from '../../apps/gateway/src/provider-keys/test-key';
import { toKeySettings } from '../../apps/gateway/src/provider-keys/vendor-settings';
import { aServiceAccount } from '../../scripts/smoke/service-account.ts';
import { simulatedSettings } from '../../scripts/smoke/simulated-settings.ts';
import { SimulatedVendors } from './simulated-vendors';

describe('the test call of a key', () => {
  let vendors: SimulatedVendors;
  let addresses: VendorAddresses;
  beforeAll(async () => {
    vendors = await SimulatedVendors.start();
    const settings = VENDORS.map((vendor) => simulatedSettings(vendor, vendors.url, 'a-good-key'));
    const env = parseConfig(z.object(vendorEnv), Object.assign({}, ...settings) as Record<string, string>);
    addresses = toKeySettings({ ...env, STAGE_VENDORS: [] }).addresses;
  });
  afterAll(() => vendors.close());

  const keyOf = (vendor: Vendor) =>
    simulatedSettings(vendor, vendors.url, 'a-good-key')[entryOf(vendor).settings.key] ?? '';

  // Vertex signs in, and needs no question.
  const asked = VENDORS.filter((vendor) => vendor === 'vertex' || entryOf(vendor).question !== undefined);

  it.each(VENDORS)('of %s costs nothing, and is accepted where anything can be asked', async (vendor) => {
    const outcome = asked.includes(vendor) ? 'accepted' : 'unclear';
    expect(await testKey(vendor, keyOf(vendor), addresses)).toMatchObject({ outcome });
    const ledger = (await (await fetch(`${vendors.url}/simulator/ledger`)).json()) as { entries: unknown[] };
    expect(ledger.entries).toEqual([]);
  });

  it.each(asked)('of %s is refused where the vendor does not know it', async (vendor) => {
    const test = await testKey(vendor, 'invalid-key-4711', addresses);
    expect(test.outcome).toBe('refused');
    expect(test.message).not.toContain('4711');
  });

  it('is unclear where nobody answers, and where there is nobody to ask', async () => {
    const nowhere = { fal: 'http://127.0.0.1:9' };
    expect(await testKey('fal', 'a-good-key', nowhere)).toMatchObject({ outcome: 'unclear' });
    expect(await testKey('replicate', 'a-good-key', nowhere)).toMatchObject({ outcome: 'unclear' });
  });

  it('sends a service account to nobody whom the settings do not name', async () => {
    const account = JSON.stringify(aServiceAccount('http://127.0.0.1:9/token'));
    expect(await testKey('vertex', account, addresses)).toEqual({
      outcome: 'refused',
      message: 'its token_uri must be at oauth2.googleapis.com',
    });
  });
});
