/** Shorter keys are words that an answer may well hold on its own account; vendors give out longer ones. */
const SHORTEST = 12;
const STRUCK = '(not shown)';

/** What a request proves itself by, in each form in which an answer may repeat it. */
export function listSecrets(headers: Headers, body: Buffer | null = null): string[] {
  const credential = (headers.get('authorization') ?? '').replace(/^\S+ /, '');
  const keys = [...headers].filter(([name]) => isKeyHeader(name)).map(([, value]) => value);
  const all = [credential, behindColon(credential), ...keys, findAssertion(headers, body)];
  return all.flatMap((secret) => (secret === null || secret.length < SHORTEST ? [] : listForms(secret)));
}

/** `x-goog-api-key`, `x-api-key` and whatever else a vendor calls it. */
export function isKeyHeader(name: string): boolean {
  return /api-?key|token|secret/i.test(name);
}

/** Vendors repeat the key that they complain of, and what they say goes into rows, events and logs. */
export function strikeSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, STRUCK), text);
}

/** The same in bytes, which may be an image of many megabytes. */
export function strikeSecretBytes(bytes: Buffer, secrets: readonly string[]): Buffer {
  if (!secrets.some((secret) => bytes.includes(secret))) return bytes;
  return Buffer.from(strikeSecrets(bytes.toString('latin1'), secrets), 'latin1');
}

/** As it is, in JSON, and in an address. */
export function listForms(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, escaped, encodeURIComponent(secret)])];
}

// By what a service account signs itself in.
function findAssertion(headers: Headers, body: Buffer | null): string | null {
  const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  return isForm && body !== null ? new URLSearchParams(body.toString()).get('assertion') : null;
}

// A key of fal is an id and a secret.
function behindColon(credential: string): string {
  return credential.slice(credential.indexOf(':') + 1);
}
