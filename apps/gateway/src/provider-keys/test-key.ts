import type { KeyTest } from '@shared/contracts/provider-keys';
import { messageOf } from '@shared/errors/message-of';
import { entryOf, headersOf } from '@shared/vendors/known-vendors';
import type { Vendor } from '@shared/vendors/model-capabilities';
import { listForms, listSecrets, strikeSecrets } from '@shared/vendors/strike-secrets';
import { ServiceAccountClient, serviceAccountSchema } from '@shared/vendors/vertex/service-account';

/** Base addresses of the vendors, with their versions, as far as the settings name any. */
export type VendorAddresses = Readonly<Partial<Record<Vendor, string | undefined>>>;

const WITHIN_MS = 10_000;
const MOST_SAID = 300;

/** Asks the vendor something that costs nothing. Never throws, and says nothing of the secret. */
export async function testKey(vendor: Vendor, secret: string, addresses: VendorAddresses): Promise<KeyTest> {
  try {
    return vendor === 'vertex' ? await signIn(secret, addresses.vertex) : await ask(vendor, secret, addresses);
  } catch (error) {
    return { outcome: 'unclear', message: strikeSecrets(messageOf(error), listForms(secret)).slice(0, MOST_SAID) };
  }
}

async function ask(vendor: Vendor, secret: string, addresses: VendorAddresses): Promise<KeyTest> {
  const [base, { question }] = [addresses[vendor], entryOf(vendor)];
  if (base === undefined) return { outcome: 'unclear', message: `the settings name no address of ${vendor}` };
  if (!question) return { outcome: 'unclear', message: `${vendor} has no question that costs nothing` };
  const { path, accepted = [200] } = question;
  const sent = {
    headers: headersOf(vendor, secret),
    redirect: 'error',
    signal: AbortSignal.timeout(WITHIN_MS),
  } as const;
  const response = await fetch(`${base}${path}`, sent);
  // What a vendor says may repeat the key that it was sent.
  const secrets = [...listForms(secret), ...listSecrets(new Headers(sent.headers))];
  const words = strikeSecrets(await response.text(), secrets);
  const said = words.replaceAll(/\s+/g, ' ').slice(0, MOST_SAID);
  const message = `${vendor} answered ${response.status}${accepted.includes(response.status) ? '' : `: ${said}`}`;
  if (isRefusal(response.status, said)) return { outcome: 'refused', message };
  return { outcome: accepted.includes(response.status) ? 'accepted' : 'unclear', message };
}

// Google says 400 of a key that it does not know.
function isRefusal(status: number, said: string): boolean {
  return status === 401 || status === 403 || (status === 400 && /api[ _]key/i.test(said));
}

async function signIn(secret: string, ownAddress: string | undefined): Promise<KeyTest> {
  const account = serviceAccountSchema.safeParse(parse(secret));
  if (!account.success) return { outcome: 'refused', message: 'it is not the JSON of a service account' };
  // Whoever brings a key does not choose to whom it is sent; a stand-in for Vertex is chosen by the settings.
  const { token_uri: tokenUri, ...rest } = account.data;
  const hosts = [GOOGLE, ...(ownAddress === undefined ? [] : [new URL(ownAddress).host])];
  if (!hosts.includes(new URL(tokenUri).host))
    return { outcome: 'refused', message: `its token_uri must be at ${GOOGLE}` };
  try {
    await new ServiceAccountClient({ ...rest, token_uri: tokenUri }).getRequestHeaders();
    return { outcome: 'accepted', message: 'Google gave a token for it' };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    return { outcome: code === 'PROVIDER_AUTH' ? 'refused' : 'unclear', message };
  }
}

const GOOGLE = 'oauth2.googleapis.com';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
