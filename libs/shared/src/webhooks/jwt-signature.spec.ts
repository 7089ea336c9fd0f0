import { createSign, createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { verifyJwt } from './jwt-signature';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = new Date('2026-11-20T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const HEADER = { alg: 'RS256', kid: 'k1' };
const CLAIMS = { aud: 'https://films.example/hook', iat: SECONDS, exp: SECONDS + 300, type: 'interaction.completed' };

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function aToken({
  header = {},
  claims = {},
  key = ours.privateKey,
}: Partial<Record<'header' | 'claims', object>> & { key?: KeyObject }) {
  const text = `${encode({ ...HEADER, ...header })}.${encode({ ...CLAIMS, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

// Signed with the public key as if it were a shared secret.
function aConfusedToken(): string {
  const text = `${encode({ alg: 'HS256', kid: 'k1' })}.${encode(CLAIMS)}`;
  const secret = ours.publicKey.export({ type: 'spki', format: 'pem' });
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const swapClaims = (token: string) => token.replace(/\.[^.]+\./, `.${encode({ ...CLAIMS, type: 'other' })}.`);

describe('verifyJwt', () => {
  it.each([
    ['genuine', 'as it was sent', aToken({})],
    ['genuine', 'for several addresses', aToken({ claims: { aud: ['x', CLAIMS.aud] } })],
    ['forged', "by a stranger's key", aToken({ key: strangers.privateKey })],
    ['forged', 'with other claims under its signature', swapClaims(aToken({}))],
    ['forged', 'for another address', aToken({ claims: { aud: 'https://elsewhere.example' } })],
    ['forged', 'under a key that nobody has', aToken({ header: { kid: 'k2' } })],
    ['forged', 'without an end', aToken({ claims: { exp: undefined } })],
    ['forged', 'that says it needs no signature', `${encode({ alg: 'none', kid: 'k1' })}.${encode(CLAIMS)}.`],
    ['forged', 'that takes the public key for a secret', aConfusedToken()],
    ['forged', 'that is none', 'v1,abc'],
    ['stale', 'after its end', aToken({ claims: { exp: SECONDS - 61 } })],
    ['stale', 'before its beginning', aToken({ claims: { iat: SECONDS + 61 } })],
  ])('finds %s a token %s', async (kind, _, token) => {
    const findKey = async (kid: string) => (kid === 'k1' ? ours.publicKey : null);
    const verdict = await verifyJwt(token, { audience: CLAIMS.aud, now: NOW, findKey });
    expect(verdict.kind).toBe(kind);
  });
});
