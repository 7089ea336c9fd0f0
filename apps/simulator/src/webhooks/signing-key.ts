import {
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPair,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

interface Key {
  kid: string;
  privateKey: KeyObject;
}

/** The RSA key that signs what goes to addresses of single requests. Made when it is first needed, kept with the ledger. */
export class SigningKey {
  private loading: Promise<Key> | null = null;

  constructor(private readonly path: string) {}

  /** A JWT (RS256) over the claims. */
  async sign(claims: object): Promise<string> {
    return signJwt(await this.load(), claims);
  }

  /** What somebody would send who only knows what is public. */
  async forge(claims: object): Promise<string> {
    return signJwt({ kid: (await this.load()).kid, privateKey: await generate() }, claims);
  }

  /** The public half, as `/.well-known/jwks.json` shows it. */
  async toJwks(): Promise<{ keys: object[] }> {
    const { kid, privateKey } = await this.load();
    const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] };
  }

  private load(): Promise<Key> {
    return (this.loading ??= this.readOrMake());
  }

  private async readOrMake(): Promise<Key> {
    const kept = await readFile(this.path, 'utf8').catch(() => null);
    if (kept !== null) return parseKey(kept);
    const pem = (await generate()).export({ type: 'pkcs8', format: 'pem' }) as string;
    const text = JSON.stringify({ kid: randomUUID(), pem });
    await mkdir(dirname(this.path), { recursive: true });
    await writeFile(`${this.path}.new`, text, { mode: 0o600 });
    await rename(`${this.path}.new`, this.path);
    return parseKey(text);
  }
}

function parseKey(text: string): Key {
  const { kid, pem } = JSON.parse(text) as { kid: string; pem: string };
  return { kid, privateKey: createPrivateKey(pem) };
}

async function generate(): Promise<KeyObject> {
  return (await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })).privateKey;
}

function signJwt({ kid, privateKey }: Key, claims: object): string {
  const text = [{ alg: 'RS256', typ: 'JWT', kid }, claims].map(toBase64Url).join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

function toBase64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
