import { describe, expect, it } from '@jest/globals';
import { classifyGeminiError } from './classify-gemini-error';
import { NotSentError } from '@shared/vendors/send-once';

const now = new Date('2026-11-21T07:59:30Z');

function httpError(status: number, body: unknown, headers: Record<string, string> = {}): Error {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return Object.assign(new Error(text), { name: 'GeminiError', status, body: text, headers: new Headers(headers) });
}

function transportError(code: string): Error {
  const cause = new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  return Object.assign(new Error('Connection error.', { cause }), { name: 'APIConnectionError' });
}

const perMinute = { error: { code: 429, message: 'Please retry in 1.5s.', details: [{ retryDelay: '7s' }] } };
const perDay = {
  error: { code: 429, message: 'quota', details: [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProject' }] }] },
};
const retired = { error: { code: 404, message: 'This model models/veo-2 is no longer available.' } };

describe('classifyGeminiError', () => {
  it.each([
    [400, { error: { message: 'bad duration', code: 'invalid_request' } }, 'PROVIDER_REJECTED'],
    [400, { error: { message: 'bad key', details: [{ reason: 'API_KEY_INVALID' }] } }, 'PROVIDER_AUTH'],
    [401, {}, 'PROVIDER_AUTH'],
    [403, [{ error: { message: 'Requests are blocked.' } }], 'PROVIDER_AUTH'],
    [404, retired, 'MODEL_RETIRED'],
    [404, { error: { message: 'not found' } }, 'PROVIDER_REJECTED'],
    [409, {}, 'PROVIDER_UNAVAILABLE'],
    [429, perMinute, 'PROVIDER_RATE_LIMITED'],
    [429, perDay, 'PROVIDER_QUOTA_EXHAUSTED'],
  ])('knows that nothing was created after %d %j', (status, body, code) => {
    const failure = classifyGeminiError(httpError(status, body), now);
    expect([failure.kind, failure.error.code]).toEqual(['refused', code]);
  });

  it.each([408, 500, 502, 503, 504])('does not know what %d left behind', (status) => {
    expect(classifyGeminiError(httpError(status, 'oops'), now).kind).toBe('ambiguous');
  });

  it('knows that nothing was sent without a connection', () => {
    const cause = new NotSentError('no connection to generativelanguage.googleapis.com: getaddrinfo ENOTFOUND');
    const thrown = Object.assign(new Error('Connection error.', { cause }), { name: 'APIConnectionError' });
    expect(classifyGeminiError(thrown, now)).toMatchObject({
      kind: 'not-sent',
      error: { code: 'PROVIDER_UNAVAILABLE', message: expect.stringContaining('ENOTFOUND') as unknown },
    });
  });

  it.each(['ECONNRESET', 'EPIPE', 'ECONNREFUSED'])('does not know what %s over a connection left behind', (code) => {
    expect(classifyGeminiError(transportError(code), now).kind).toBe('ambiguous');
  });

  it('takes an answer that is no JSON for a possible purchase', () => {
    expect(classifyGeminiError(new SyntaxError('Unexpected token <'), now).kind).toBe('ambiguous');
  });

  it.each([
    [{ 'retry-after': '9' }, perMinute, 9000],
    [{}, perMinute, 7000],
    [{}, { error: { message: 'Please retry in 1.5s.' } }, 1500],
    [{}, { error: { message: 'Please retry in 250ms.' } }, 250],
    [{}, {}, 1000],
  ])('waits as %j and %j ask', (headers, body, waitMs) => {
    expect(classifyGeminiError(httpError(429, body, headers as Record<string, string>), now).error.retryAfterMs).toBe(
      waitMs,
    );
  });

  it('waits for midnight in the Pacific time zone when the quota of the day is used up', () => {
    expect(classifyGeminiError(httpError(429, perDay), now).error.retryAfterMs).toBe(30_000);
  });
});
