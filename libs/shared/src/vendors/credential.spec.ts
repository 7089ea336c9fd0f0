import { describe, expect, it } from '@jest/globals';
import { namedSecrets, plainSecret } from './credential';

describe('plainSecret', () => {
  it('is without the line break that a file ends with', () => {
    expect(plainSecret.parse('abc-123\n')).toBe('abc-123');
  });

  it.each(['abc\ndef', 'abc\tdef', 'ключ', ' '])('refuses %j, which no header takes', (secret) => {
    expect(plainSecret.safeParse(secret).success).toBe(false);
  });
});

describe('namedSecrets', () => {
  it('reads names and secrets, which may have colons', () => {
    expect(namedSecrets.parse('first: a:b, second:c')).toEqual([
      { ref: 'first', secret: 'a:b' },
      { ref: 'second', secret: 'c' },
    ]);
  });

  it.each(['first', 'first:', ':abc', 'a:1,a:2', 'first:abc\ndef'])('refuses %j', (text) => {
    expect(namedSecrets.safeParse(text).success).toBe(false);
  });
});
