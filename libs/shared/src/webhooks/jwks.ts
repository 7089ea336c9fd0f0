import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '@shared/clock/clock';
import { AppError } from '@shared/errors/app-error';

export interface JwksOptions {
  /** Fixed by configuration: a message never says where the keys to it are. */
  url: string;
  clock: Clock;
  /** The kind of key that the signer uses, and no other: `OKP` is Ed25519. Default RSA. */
  keyType?: 'RSA' | 'OKP';
}

const jwksSchema = z.object({
  keys: z
    .array(z.looseObject({ kid: z.string().default(''), kty: z.string(), use: z.string().default('sig') }))
    .max(100),
});

const KEPT_MS = 3_600_000;
// A stranger who names keys that do not exist must not make us ask for each of them.
const NOT_AGAIN_BEFORE_MS = 30_000;
const ANSWER_WITHIN_MS = 5_000;
const MAX_BYTES = 64 * 1024;

/** The public keys of one signer, asked for when they are first needed, when they are old, and for a name that is new. */
export class Jwks {
  private keys: ReadonlyMap<string, KeyObject> = new Map();
  private readAtMs = -Infinity;
  private askedAtMs = -Infinity;
  private asking: Promise<void> | null = null;

  constructor(private readonly options: JwksOptions) {}

  /** Null when the signer has no such key. Throws an AppError when nobody can say. */
  async find(kid: string): Promise<KeyObject | null> {
    await this.refresh(!this.keys.has(kid));
    return this.keys.get(kid) ?? null;
  }

  /** For a signer who does not say which of its keys it used. */
  async all(): Promise<KeyObject[]> {
    await this.refresh(this.keys.size === 0);
    return [...this.keys.values()];
  }

  private async refresh(isMissing: boolean): Promise<void> {
    const now = this.now();
    const isOld = now - this.readAtMs > KEPT_MS;
    const mayAsk = now - this.askedAtMs > NOT_AGAIN_BEFORE_MS || this.asking !== null;
    if ((isOld || isMissing) && mayAsk) await this.ask();
    if (this.readAtMs === -Infinity) throw new AppError('DEPENDENCY_UNAVAILABLE', 'the signing keys cannot be had');
  }

  private ask(): Promise<void> {
    this.askedAtMs = this.now();
    // Old keys are better than none.
    this.asking ??= this.read()
      .catch(() => undefined)
      .finally(() => (this.asking = null));
    return this.asking;
  }

  private async read(): Promise<void> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(this.options.url, { signal, redirect: 'error' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { keys } = jwksSchema.parse(JSON.parse(await readCapped(response)));
    const { keyType = 'RSA' } = this.options;
    const usable = keys.filter(({ kty, use }) => kty === keyType && use === 'sig');
    // Keys without a name are told apart by their place.
    this.keys = new Map(usable.map((key, place) => [key.kid || String(place), toKeyObject(key)]));
    this.readAtMs = this.now();
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}

function toKeyObject(key: Record<string, unknown>): KeyObject {
  return createPublicKey({ key, format: 'jwk' });
}

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
