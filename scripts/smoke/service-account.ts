import { generateKeyPairSync } from 'node:crypto';

/** A service account as Google gives it out, for any server that takes its word. */
export function aServiceAccount(tokenUrl: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const private_key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { client_email: 'reelwright@films.iam', private_key, project_id: 'films', token_uri: tokenUrl };
}
