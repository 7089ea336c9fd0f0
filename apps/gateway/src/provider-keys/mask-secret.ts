/** Enough to tell two keys apart, too little to use one. */
export function maskSecret(secret: string): string {
  const account = /"client_email"\s*:\s*"([^"]{1,200})"/.exec(secret)?.[1];
  if (account !== undefined) return account;
  return secret.length < 16 ? '…' : `…${secret.slice(-4)}`;
}
