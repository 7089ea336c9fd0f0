import { describe, expect, it } from '@jest/globals';
import { headersOf } from './known-vendors';
import { VENDORS } from './model-capabilities';
import { listSecrets, strikeSecretBytes, strikeSecrets } from './strike-secrets';

const KEY = 'key"of/twelve+letters';
const FORM = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
const BODY = Buffer.from(new URLSearchParams({ grant_type: 'jwt', assertion: 'head.claims.signature' }).toString());

const struckFrom = (text: string, headers: Record<string, string>, body: Buffer | null = null): string =>
  strikeSecrets(text, listSecrets(new Headers(headers), body));

describe('what an answer repeats of its request', () => {
  it.each(VENDORS)('has no key of %s left', (vendor) => {
    expect(struckFrom(KEY, headersOf(vendor, KEY))).toBe(vendor === 'vertex' ? KEY : '(not shown)');
    expect(JSON.stringify(headersOf('vertex', KEY))).not.toContain('twelve');
  });

  it.each([
    ['a bearer token', { authorization: `Bearer ${KEY}` }, `you sent Bearer ${KEY}.`, 'you sent Bearer (not shown).'],
    ['a key of Google', { 'x-goog-api-key': KEY }, `${KEY} ${KEY}`, '(not shown) (not shown)'],
    ['a key in JSON', { 'x-goog-api-key': KEY }, JSON.stringify([KEY]), '["(not shown)"]'],
    ['a key in an address', { 'x-goog-api-key': KEY }, `?key=${encodeURIComponent(KEY)}`, '?key=(not shown)'],
    ['a key of fal', { authorization: `Key id:${KEY}` }, `Key id:${KEY}`, 'Key (not shown)'],
    ['the secret of a key of fal', { authorization: `Key id:${KEY}` }, `bad: ${KEY}`, 'bad: (not shown)'],
  ])('is struck out: %s', (_, headers, text, expected) => {
    expect(struckFrom(text, headers)).toBe(expected);
  });

  it('is struck out where a service account signs itself in', () => {
    expect(struckFrom('Invalid JWT head.claims.signature', FORM, BODY)).toBe('Invalid JWT (not shown)');
  });

  it('stays where it is a word that stands there on its own account', () => {
    expect(struckFrom('the simulator', { authorization: 'Bearer simulator' })).toBe('the simulator');
  });

  it('is struck out of bytes, and of all others none is touched', () => {
    const bytes = Buffer.concat([Buffer.from([0, 255]), Buffer.from(KEY), Buffer.from([254])]);
    const struck = strikeSecretBytes(bytes, [KEY]);
    expect(struck).toEqual(Buffer.concat([Buffer.from([0, 255]), Buffer.from('(not shown)'), Buffer.from([254])]));
    expect(strikeSecretBytes(struck, [KEY])).toBe(struck);
  });
});
