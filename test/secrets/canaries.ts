import { randomBytes } from 'node:crypto';
import type { aServiceAccount } from '../../scripts/smoke/service-account.ts';

/** A secret of its own for each place, each with what nothing but it holds. */
export class Canaries {
  /** By what each is called: what is looked for. */
  readonly hunted: Record<string, string> = {};

  /** Of letters that JSON and addresses write otherwise. */
  plant(name: string): string {
    return `rw"/+=${this.mark(name)}=`;
  }

  /** Bytes in base64, as master keys and the secrets of webhooks are. */
  plantBase64(name: string, bytes: number): string {
    return this.hunt(name, randomBytes(bytes).toString('base64'));
  }

  /** The private key of a service account; a line of it is as good as the whole. */
  plantAccount(name: string, account: ReturnType<typeof aServiceAccount>): string {
    this.hunt(name, account.private_key.split('\n')[3] ?? '');
    return JSON.stringify(account);
  }

  private mark(name: string): string {
    return this.hunt(name, randomBytes(12).toString('hex'));
  }

  private hunt(name: string, secret: string): string {
    if (secret === '' || name in this.hunted) throw new Error(`${name} cannot be planted`);
    this.hunted[name] = secret;
    return secret;
  }
}
