/** What facts of no film are said of in the place of one. */
export const KEYS_SUBJECT = 'keys';
export const POOLS_SUBJECT = 'pools';

/** Whose they are: the installation's, not one tenant's. */
export const INSTALLATION_TENANT = 'tenant_default';
