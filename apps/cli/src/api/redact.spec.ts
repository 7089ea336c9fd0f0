import { describe, expect, it } from '@jest/globals';
import { redactHeaders, redactUrl } from './redact';

describe('redact', () => {
  it('strikes out what opens doors, and nothing else', () => {
    const headers = new Headers({ authorization: 'Bearer abc', accept: 'text/plain', 'x-api-key': 'k' });
    expect(redactHeaders(headers)).toEqual(['accept: text/plain', 'authorization: ***', 'x-api-key: ***']);
    expect(redactUrl('http://s/a?X-Amz-Signature=abc&x=1')).toBe('http://s/a?X-Amz-Signature=***&x=1');
  });
});
