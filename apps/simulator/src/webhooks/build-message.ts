import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Ending, Operation } from '../operations/operation';
import type { SigningKey } from './signing-key';

const TYPES: Record<Ending, string> = {
  completed: 'interaction.completed',
  // A refusal looks like success without what was ordered.
  refused: 'interaction.completed',
  failed: 'interaction.failed',
  cancelled: 'interaction.cancelled',
};

const ISSUER = 'https://generativelanguage.googleapis.com';
const TOKEN_SECONDS = 300;

/** One fact, however often and wherever it is sent. */
export interface Message {
  id: string;
  type: string;
  envelope: object;
}

export interface Signing {
  uri: string;
  atMs: number;
  isForged: boolean;
}

export type ToHeaders = (message: Message, body: string, signing: Signing) => Promise<Record<string, string>>;

/** Thin: what happened to which operation, and what its client asked to be told. */
export function buildMessage(operation: Operation): Message {
  const { end, id, webhook } = operation;
  const type = TYPES[end?.status ?? 'completed'];
  const failure = { error_code: 'internal', error_message: end?.message ?? 'The generation failed.' };
  const data = { id, ...(type === 'interaction.failed' && failure) };
  const timestamp = new Date(end?.atMs ?? 0).toISOString();
  const envelope = { type, version: 'v1', timestamp, data, ...(webhook && { user_metadata: webhook.userMetadata }) };
  return { id: `msg_${randomUUID().replaceAll('-', '')}`, type, envelope };
}

/** Addresses of single requests: a JWT that carries the event, for that address alone. */
export function signByKey(key: SigningKey): ToHeaders {
  return async (message, _body, { uri, atMs, isForged }) => {
    const iat = Math.floor(atMs / 1000);
    const claims = { iss: ISSUER, aud: uri, iat, exp: iat + TOKEN_SECONDS, jti: message.id, ...message.envelope };
    return standardHeaders(message, atMs, await (isForged ? key.forge(claims) : key.sign(claims)));
  };
}

/** Registered addresses: Standard Webhooks, one signature for each secret that still holds. */
export function signBySecrets(secrets: readonly string[]): ToHeaders {
  return async (message, body, { atMs, isForged }) => {
    const content = `${message.id}.${Math.floor(atMs / 1000)}.${body}`;
    const keys = isForged ? [randomBytes(24)] : secrets.map(toKey);
    const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`);
    return standardHeaders(message, atMs, signatures.join(' '));
  };
}

function standardHeaders({ id }: Message, atMs: number, signature: string): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(atMs / 1000)),
    'webhook-signature': signature,
  };
}

function toKey(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}
