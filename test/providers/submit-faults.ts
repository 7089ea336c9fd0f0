import type { ErrorCode } from '@shared/contracts/error-codes';
import type { SubmitOutcome } from '@shared/generation/providers/provider';
import type { Misdeed } from './faulty-server';

export interface SubmitFault {
  name: string;
  /** Where the request goes; without it to the server that misbehaves as told. */
  to?: 'nobody' | 'no such name' | 'no TLS' | 'no handshake' | 'reset' | 'mute';
  misdeed?: Misdeed;
  kind: SubmitOutcome['kind'];
  code: ErrorCode | null;
  /** Requests that arrive, whatever the SDK, Node or a proxy in between would like to repeat. */
  posts: 0 | 1;
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Misdeed =>
  (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };

const google = (status: number, message: string, details: unknown[] = []) =>
  answer(status, { error: { code: status, message, details } });

const perDay = { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel' }] };
const perMinute = { violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }] };
const accepted = { id: 'v1_accepted', object: 'interaction', status: 'in_progress' };

const hang: Misdeed = () => undefined;
const drop: Misdeed = (response) => response.socket?.resetAndDestroy();
const dropAfterHeaders: Misdeed = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).flushHeaders();
  response.socket?.destroySoon();
};
const dropInBody: Misdeed = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"id":"v1_', () => response.socket?.destroySoon());
};

const refused = { kind: 'refused', posts: 1 } as const;
const notSent = { kind: 'not-sent', code: 'PROVIDER_UNAVAILABLE', posts: 0 } as const;
const ambiguous = { kind: 'ambiguous', code: 'PROVIDER_UNAVAILABLE', posts: 1 } as const;

/** Every way in which the one POST of an attempt can go. */
export const SUBMIT_FAULTS: SubmitFault[] = [
  { name: '200 with an id', misdeed: answer(200, accepted), kind: 'accepted', code: null, posts: 1 },
  { name: 'nobody listens', to: 'nobody', ...notSent },
  { name: 'the name is not found', to: 'no such name', ...notSent },
  { name: 'no TLS at the other end', to: 'no TLS', ...notSent },
  { name: 'no connection within our time-out', to: 'no handshake', ...notSent },
  { name: '400', misdeed: google(400, 'Invalid duration'), ...refused, code: 'PROVIDER_REJECTED' },
  {
    name: '400 for a bad key',
    misdeed: google(400, 'API key not valid', [{ reason: 'API_KEY_INVALID' }]),
    ...refused,
    code: 'PROVIDER_AUTH',
  },
  {
    name: '400 for what the prompt says',
    misdeed: google(400, 'The prompt was blocked by our safety policy'),
    ...refused,
    code: 'PROVIDER_REFUSED_CONTENT',
  },
  { name: '401', misdeed: google(401, 'Unauthenticated'), ...refused, code: 'PROVIDER_AUTH' },
  { name: '403', misdeed: answer(403, [{ error: { message: 'Blocked' } }]), ...refused, code: 'PROVIDER_AUTH' },
  { name: '404', misdeed: google(404, 'models/x is not found'), ...refused, code: 'PROVIDER_REJECTED' },
  {
    name: '404 for a retired model',
    misdeed: google(404, 'This model is no longer available'),
    ...refused,
    code: 'MODEL_RETIRED',
  },
  { name: '409', misdeed: google(409, 'Conflict'), ...refused, code: 'PROVIDER_UNAVAILABLE' },
  {
    name: '413',
    misdeed: answer(413, '<html>', { 'content-type': 'text/html' }),
    ...refused,
    code: 'PROVIDER_REJECTED',
  },
  { name: '421', misdeed: answer(421, 'misdirected'), ...refused, code: 'PROVIDER_REJECTED' },
  {
    name: '429, quota of the minute',
    misdeed: google(429, 'quota', [perMinute]),
    ...refused,
    code: 'PROVIDER_RATE_LIMITED',
  },
  {
    name: '429, quota of the day',
    misdeed: google(429, 'quota', [perDay]),
    ...refused,
    code: 'PROVIDER_QUOTA_EXHAUSTED',
  },
  { name: '307 to another address', misdeed: answer(307, '', { location: '/v1beta/interactions' }), ...ambiguous },
  { name: '408', misdeed: google(408, 'Request time-out'), ...ambiguous },
  { name: '500', misdeed: google(500, 'Internal'), ...ambiguous },
  { name: '502 of a proxy', misdeed: answer(502, '<html>', { 'content-type': 'text/html' }), ...ambiguous },
  { name: '503', misdeed: google(503, 'Overloaded'), ...ambiguous },
  { name: '504', misdeed: google(504, 'Deadline exceeded'), ...ambiguous },
  { name: 'reset while it is being written', to: 'reset', ...ambiguous, posts: 0 },
  { name: 'reset after the request was read', misdeed: drop, ...ambiguous },
  { name: 'reset after the headers of a 200', misdeed: dropAfterHeaders, ...ambiguous },
  { name: 'reset in the middle of the id', misdeed: dropInBody, ...ambiguous },
  { name: 'our time-out before anybody has read it', to: 'mute', ...ambiguous, code: 'PROVIDER_TIMEOUT', posts: 0 },
  { name: 'our time-out after it was read', misdeed: hang, ...ambiguous, code: 'PROVIDER_TIMEOUT' },
  { name: '200 with HTML', misdeed: answer(200, '<html>', { 'content-type': 'text/html' }), ...ambiguous },
  { name: '200 with half of a JSON', misdeed: answer(200, '{"id":"v1_'), ...ambiguous },
  { name: '200 without an id', misdeed: answer(200, { status: 'in_progress' }), ...ambiguous, code: 'PROVIDER_FAILED' },
  { name: '200 with an empty body', misdeed: answer(200, ''), ...ambiguous },
  { name: 'an answer that is no HTTP', misdeed: (response) => response.socket?.end('garbage'), ...ambiguous },
  {
    name: '200 with more than any answer has',
    misdeed: (response) => response.writeHead(200).end(Buffer.alloc(65 * 2 ** 20, ' ')),
    ...ambiguous,
    code: 'PROVIDER_FAILED',
  },
  { name: '204', misdeed: answer(204, ''), ...ambiguous },
];
