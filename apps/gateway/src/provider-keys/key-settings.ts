import type { Credential } from '@shared/vendors/credential';
import type { Vendor } from '@shared/vendors/model-capabilities';
import type { VendorAddresses } from './test-key';

/** What the settings say of keys of vendors. */
export class KeySettings {
  constructor(
    /** `MASTER_KEY` and `MASTER_KEY_FILE`, unread. */
    readonly master: { MASTER_KEY?: string | undefined; MASTER_KEY_FILE?: string | undefined },
    readonly addresses: VendorAddresses,
    /** Those of the environment, as far as the gateway sees them. */
    readonly ofEnvironment: (vendor: Vendor) => readonly Credential[],
  ) {}
}
