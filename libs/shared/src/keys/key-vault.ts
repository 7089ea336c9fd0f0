import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '@shared/errors/app-error';
import type { MasterKey } from './master-keys';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
// A tag that was cut short would be checked only as far as it goes.
const TAG = { authTagLength: 16 } as const;

/** Encrypts secrets under the first master key, and decrypts those of all. What it makes names its key: `v1.<key id>.<iv>.<text>.<tag>`. */
export class KeyVault {
  constructor(private readonly masterKeys: readonly MasterKey[]) {}

  get isOpen(): boolean {
    return this.masterKeys.length > 0;
  }

  /** `owner` is bound to the secret: what was sealed for one cannot be passed off as another's. */
  seal(secret: string, owner: string): string {
    const [current] = this.masterKeys;
    if (!current) throw noMasterKey();
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, current.bytes, iv).setAAD(Buffer.from(owner));
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return ['v1', current.id, ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
  }

  unseal(sealed: string, owner: string): string {
    const [version, keyId = '', ...parts] = sealed.split('.');
    const [iv, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (version !== 'v1' || !iv || !text || !tag) throw unreadable(owner, 'is of an unknown form');
    const key = this.masterKeys.find(({ id }) => id === keyId);
    if (!key) throw unreadable(owner, `is encrypted under the master key ${keyId}, and ${this.describeKeys()}`);
    try {
      const decipher = createDecipheriv(CIPHER, key.bytes, iv, TAG).setAAD(Buffer.from(owner)).setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      throw unreadable(owner, `was changed since it was encrypted under the master key ${keyId}`);
    }
  }

  /** Whether another master key has encrypted it than the one that encrypts now. */
  isOutdated(sealed: string): boolean {
    return keyIdOf(sealed) !== this.masterKeys[0]?.id;
  }

  private describeKeys(): string {
    const ids = this.masterKeys.map(({ id }) => id).join(', ');
    return ids === '' ? 'MASTER_KEY is not set' : `MASTER_KEY holds ${ids}`;
  }
}

export function keyIdOf(sealed: string): string {
  return sealed.split('.')[1] ?? '';
}

function unreadable(owner: string, reason: string): AppError {
  return new AppError('INTERNAL', `the stored key ${owner} ${reason}`, { retryable: false });
}

function noMasterKey(): AppError {
  const words = 'There is no MASTER_KEY, so no key can be stored; set one, or give keys of vendors in the environment';
  return new AppError('CONFLICT', words);
}
