import { describe, expect, it } from '@jest/globals';
import { SecretHunt } from './secret-hunt.ts';

const SECRET = 'planted+"secret"/5f1c';

const inBase64 = (before: string): string => Buffer.from(`${before}${SECRET} and more`).toString('base64');

describe('a hunt for secrets', () => {
  it.each([
    ['as it is', `Bearer ${SECRET}!`],
    ['in JSON', JSON.stringify({ said: SECRET })],
    ['in JSON within JSON', JSON.stringify({ said: JSON.stringify({ said: SECRET }) })],
    ['in an address', `https://films.example/?key=${encodeURIComponent(SECRET)}`],
    ['in base64', inBase64('')],
    ['in base64 behind one letter', inBase64('x')],
    ['in base64 behind two letters', inBase64('xy')],
    ['in base64 for addresses', Buffer.from(`key ${SECRET}`).toString('base64url')],
    ['in hexadecimal digits', Buffer.from(SECRET).toString('hex')],
    ['among bytes', Buffer.from(`\u0000${SECRET}`)],
  ])('finds one %s', (_, content) => {
    const hunt = new SecretHunt({ key: SECRET });
    hunt.look('here', content);
    expect(hunt.seen).toEqual([{ secret: 'key', where: 'here' }]);
  });

  it('finds nothing where there is only another', () => {
    const hunt = new SecretHunt({ key: SECRET });
    hunt.look('here', inBase64('').toLowerCase() + SECRET.slice(1));
    expect(hunt.seen).toEqual([]);
  });
});
