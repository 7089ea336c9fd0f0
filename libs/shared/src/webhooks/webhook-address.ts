/** What an address says of the attempt that it was made for. `stage` as it stands there: older ones name none. */
export interface AddressedAttempt {
  film: string;
  attempt: string;
  token: string;
  stage: string | null;
}

/** For vendors that hand nothing back but the address itself: it carries what the attempt is known by. */
export function toWebhookAddress({ url, metadata }: { url: string; metadata: Record<string, string> }): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(metadata)) address.searchParams.set(name, value);
  return address.href;
}

/** What `toWebhookAddress` put into an address, or null where it is not one of ours. The token is still to be checked. */
export function readWebhookAddress(address: string): AddressedAttempt | null {
  if (!URL.canParse(address, 'http://host')) return null;
  const { searchParams } = new URL(address, 'http://host');
  const [film, attempt, token] = ['film', 'attempt', 'token'].map((name) => searchParams.get(name));
  return film && attempt && token ? { film, attempt, token, stage: searchParams.get('stage') } : null;
}
