import { createHash, createSign, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import { AttemptToken } from '@shared/webhooks/attempt-token';
import { GEMINI_WEBHOOK_PATH, WEBHOOKS_PATH } from '@shared/webhooks/attempt-webhooks';
import { signWebhook } from '@shared/webhooks/standard-webhooks';
import { toWebhookAddress } from '@shared/webhooks/webhook-address';
import { DEFAULT_SETTINGS } from '../src/gateway-service';
import { type Gateway, type GatewayBundle, orderFilm, prepareGateways } from './start-gateway';

const TOKEN_SECRET = 'a-secret-for-attempt-tokens';
const SHARED_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const AUDIENCE = 'https://films.example/hook';
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ofFal = generateKeyPairSync('ed25519');
const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Message {
  /** Null: the message is signed by the shared secret. */
  key: KeyObject | null;
  metadata: object | undefined;
  operationId: string;
  atMs: number;
  type: string;
  /** What is sent in the place of the body that was signed. */
  body?: string;
}

describe('what providers send of their own accord', () => {
  let jwks: Server;
  let bundle: GatewayBundle;
  let gateway: Gateway;
  let filmId: string;
  beforeAll(async () => {
    jwks = createServer(({ url }, response) => {
      const { publicKey } = url === '/fal' ? ofFal : ours;
      response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] }));
    });
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
    const jwksUrl = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}`;
    const webhooks = {
      tokenSecrets: [TOKEN_SECRET] as [string],
      jwksUrl,
      audience: AUDIENCE,
      signingSecrets: [SHARED_SECRET],
      replicateSecrets: [SHARED_SECRET],
      falJwksUrl: `${jwksUrl}/fal`,
    };
    bundle = await prepareGateways({ ...DEFAULT_SETTINGS, webhooks });
    gateway = await bundle.startGateway();
    filmId = (await orderFilm(gateway)).id;
  });
  afterAll(async () => {
    await bundle.stop();
    jwks.closeAllConnections();
    jwks.close();
  });

  const aMetadata = (attempt: string, film = filmId) => {
    const token = new AttemptToken([TOKEN_SECRET]).sign({ filmId: film, attemptId: attempt });
    return { film, attempt, token };
  };

  async function send(changes: Partial<Message> = {}): Promise<number> {
    const message: Message = {
      key: ours.privateKey,
      metadata: aMetadata('att_1'),
      operationId: 'v1_1',
      atMs: Date.now(),
      type: 'interaction.completed',
      ...changes,
    };
    const { type, operationId, metadata: user_metadata } = message;
    const envelope = {
      type,
      version: 'v1',
      timestamp: new Date().toISOString(),
      data: { id: operationId },
      user_metadata,
    };
    const body = JSON.stringify(envelope);
    const stamp = { id: `msg_${randomUUID()}`, timestamp: String(Math.floor(message.atMs / 1000)) };
    const signature =
      message.key === null
        ? signWebhook(stamp, body, [SHARED_SECRET])
        : signToken(message.key, { ...envelope, aud: AUDIENCE, exp: Math.floor(message.atMs / 1000) + 300 });
    const headers = {
      'content-type': 'application/json',
      'webhook-id': stamp.id,
      'webhook-timestamp': stamp.timestamp,
      'webhook-signature': signature,
    };
    const url = `${gateway.url}/${GEMINI_WEBHOOK_PATH}`;
    return (await fetch(url, { method: 'POST', headers, body: message.body ?? body })).status;
  }

  async function stated(attemptId: string): Promise<unknown[]> {
    const rows = await bundle.database.dataSource.query<{ data: unknown }[]>(
      `SELECT envelope::jsonb -> 'data' AS data FROM outbox
       WHERE name = 'operation.notified' AND envelope::jsonb -> 'data' ->> 'attemptId' = $1`,
      [attemptId],
    );
    return rows.map(({ data }) => data);
  }

  it.each([
    ['by token', {}],
    ['by shared secret', { key: null }],
  ])('are one fact, however often they come signed %s', async (_, how) => {
    const attempt = newId('att');
    const metadata = aMetadata(attempt);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => send({ ...how, metadata, operationId: 'v1_x' })),
    );
    expect(new Set(answers)).toEqual(new Set([204]));
    expect(await stated(attempt)).toEqual([{ attemptId: attempt, operationId: 'v1_x', outcome: 'completed' }]);
  });

  it.each([
    ['the stage whose attempt it is', 'clipper', { addressee: 'clipper' }],
    ['nobody where none is named', undefined, {}],
    ['nobody where what is named is no stage', 'projector', {}],
  ])('are addressed to %s', async (_, stage, addressed) => {
    const attempt = newId('att');
    expect(await send({ metadata: { ...aMetadata(attempt), stage } })).toBe(204);
    expect(await stated(attempt)).toEqual([
      { attemptId: attempt, operationId: 'v1_1', outcome: 'completed', ...addressed },
    ]);
  });

  it.each<[string, number, (attempt: string) => Partial<Message>]>([
    ["signed by a stranger's key", 401, () => ({ key: strangers.privateKey })],
    [
      'with another body than was signed',
      401,
      () => ({ key: null, body: '{"type":"interaction.completed","data":{"id":"v1_2"}}' }),
    ],
    ['that are old', 400, () => ({ atMs: Date.now() - 600_000 })],
    ['that are ahead of their time', 400, () => ({ atMs: Date.now() + 600_000 })],
    ['with the token of another attempt', 401, (attempt) => ({ metadata: { ...aMetadata('att_other'), attempt } })],
    ['about a film that nobody knows', 204, (attempt) => ({ metadata: aMetadata(attempt, newId('film')) })],
    ['about a film that is none', 204, (attempt) => ({ metadata: aMetadata(attempt, 'x') })],
    ['that nobody here has asked for', 204, () => ({ metadata: undefined })],
    ['about other things', 204, () => ({ type: 'batch.succeeded' })],
    ['that are larger than any webhook', 413, () => ({ body: `{"x":"${'x'.repeat(64 * 1024)}"}` })],
    ['that are no JSON', 400, () => ({ key: null, body: 'no JSON' })],
  ])('change nothing %s, and are answered with %i', async (_, status, change) => {
    const attempt = newId('att');
    expect(await send({ metadata: aMetadata(attempt), ...change(attempt) })).toBe(status);
    expect(await stated(attempt)).toEqual([]);
  });

  // Both hand nothing back but the address that they were given.
  async function sendTo(vendor: 'replicate' | 'fal', attempt: string, isGenuine = true): Promise<number> {
    const address = new URL(
      toWebhookAddress({
        url: `${gateway.url}/${WEBHOOKS_PATH}/${vendor}`,
        metadata: { ...aMetadata(attempt), stage: 'clipper' },
      }),
    );
    const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
    const bodies = { replicate: { id: 'pred_1', status: 'succeeded' }, fal: { request_id: id, status: 'OK' } };
    const body = JSON.stringify(bodies[vendor]);
    const signed = vendor === 'replicate' ? signReplicate({ id, timestamp }, body) : signFal({ id, timestamp }, body);
    const sent = isGenuine ? body : body.replace(/OK|succeeded/, 'ERROR');
    const headers = { 'content-type': 'application/json', ...signed };
    return (await fetch(address, { method: 'POST', headers, body: sent })).status;
  }

  it.each(['replicate', 'fal'] as const)(
    'are believed of %s by its own signature, and by none else',
    async (vendor) => {
      const attempt = newId('att');
      expect(await sendTo(vendor, attempt, false)).toBe(401);
      expect(await stated(attempt)).toEqual([]);
      expect(await sendTo(vendor, attempt)).toBe(204);
      expect(await stated(attempt)).toMatchObject([{ attemptId: attempt, outcome: 'completed', addressee: 'clipper' }]);
    },
  );

  it('have no address for a vendor that sends none', async () => {
    expect((await fetch(`${gateway.url}/${WEBHOOKS_PATH}/vertex`, { method: 'POST' })).status).toBe(404);
  });

  it('have no address where webhooks are off', async () => {
    const without = await prepareGateways();
    const { url } = await without.startGateway();
    expect((await fetch(`${url}/${GEMINI_WEBHOOK_PATH}`, { method: 'POST' })).status).toBe(404);
    await without.stop();
  });
});

interface Stamp {
  id: string;
  timestamp: string;
}

function signReplicate(stamp: Stamp, body: string): Record<string, string> {
  const signature = signWebhook(stamp, body, [SHARED_SECRET]);
  return { 'webhook-id': stamp.id, 'webhook-timestamp': stamp.timestamp, 'webhook-signature': signature };
}

function signFal({ id, timestamp }: Stamp, body: string): Record<string, string> {
  const digest = createHash('sha256').update(body).digest('hex');
  const text = Buffer.from([id, 'user', timestamp, digest].join('\n'));
  const entries = {
    'request-id': id,
    'user-id': 'user',
    timestamp,
    signature: sign(null, text, ofFal.privateKey).toString('hex'),
  };
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [`x-fal-webhook-${name}`, value]));
}

function signToken(key: KeyObject, claims: object): string {
  const text = [{ alg: 'RS256', kid: 'k1' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}
