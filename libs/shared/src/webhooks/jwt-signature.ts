import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

export interface JwtRules {
  /** For whom it has to be. */
  audience: string;
  now: Date;
  findKey: (kid: string) => Promise<KeyObject | null>;
}

export type JwtVerdict =
  | { kind: 'genuine'; claims: Record<string, unknown> }
  /** Signed, and no longer, or not yet, of use. */
  | { kind: 'stale' }
  | { kind: 'forged' };

// One algorithm: a token does not choose how it is checked.
const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string() });
const claimsSchema = z.looseObject({
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
});

const SKEW_SECONDS = 60;
const SHAPE = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** Checks a JWT (RS256): who signed it, for whom, and when. */
export async function verifyJwt(token: string, { audience, now, findKey }: JwtRules): Promise<JwtVerdict> {
  const [, header = '', payload = '', signature = ''] = SHAPE.exec(token) ?? [];
  const { success, data } = headerSchema.safeParse(decode(header));
  const key = success ? await findKey(data.kid) : null;
  if (key === null || !isSignedBy(key, `${header}.${payload}`, signature)) return { kind: 'forged' };
  const claims = claimsSchema.safeParse(decode(payload));
  if (!claims.success || ![claims.data.aud].flat().includes(audience)) return { kind: 'forged' };
  return isValidAt(claims.data, now.getTime() / 1000) ? { kind: 'genuine', claims: claims.data } : { kind: 'stale' };
}

function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

function isValidAt({ exp, iat = 0, nbf = 0 }: z.infer<typeof claimsSchema>, seconds: number): boolean {
  return seconds <= exp + SKEW_SECONDS && seconds >= Math.max(iat, nbf) - SKEW_SECONDS;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
