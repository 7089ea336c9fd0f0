import { describe, expect, it } from '@jest/globals';
import { isFresh, isSigned, isWebhookSecret, signWebhook } from './standard-webhooks';

// The vector that the libraries of standardwebhooks.com are tested with.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const HEADERS = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const BODY = '{"test": 2432232314}';
const OTHER = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const NOW = new Date(1614265330_000);

describe('a signature of Standard Webhooks', () => {
  it('is the one of the reference vector', () => {
    expect(signWebhook(HEADERS, BODY, [SECRET])).toBe(HEADERS.signature);
  });

  it.each([
    ['as it was sent', {}, BODY, [SECRET], true],
    ['while the secret is being changed', {}, BODY, [OTHER, SECRET], true],
    ['among several signatures', { signature: `v1,AAAA v1a,x ${HEADERS.signature}` }, BODY, [SECRET], true],
    ['not with another secret', {}, BODY, [OTHER], false],
    ['not without a secret', {}, BODY, [], false],
    ['not over another body', {}, `${BODY} `, [SECRET], false],
    ['not under another id', { id: 'msg_other' }, BODY, [SECRET], false],
    ['not at another time', { timestamp: '1614265331' }, BODY, [SECRET], false],
    ['not of another version', { signature: HEADERS.signature.replace('v1', 'v2') }, BODY, [SECRET], false],
    ['not when it is empty', { signature: '' }, BODY, [SECRET], false],
  ])('holds %s', (_, change, body, secrets, holds) => {
    expect(isSigned({ ...HEADERS, ...change }, Buffer.from(body), secrets)).toBe(holds);
  });

  it('is checked by whoever still has the older of two secrets', () => {
    const signature = signWebhook(HEADERS, BODY, [OTHER, SECRET]);
    expect(isSigned({ ...HEADERS, signature }, BODY, [SECRET])).toBe(true);
  });

  it.each([
    ['1614265330', true],
    ['1614265031', true],
    ['1614265029', false],
    ['1614265631', false],
    ['soon', false],
    ['', false],
  ])('at %s is fresh: %s', (timestamp, fresh) => {
    expect(isFresh(timestamp, NOW)).toBe(fresh);
  });

  it.each([
    [SECRET, true],
    ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', false],
    ['whsec_c2hvcnQ=', false],
  ])('takes %s for a secret: %s', (text, isOne) => {
    expect(isWebhookSecret(text)).toBe(isOne);
  });
});
