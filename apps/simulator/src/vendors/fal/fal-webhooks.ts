import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Operation } from '../../operations/operation';
import type { VendorWebhooks } from '../../webhooks/webhook-sender';
import { toFalOutput } from './fal-output';

// PKCS #8 around a seed of 32 bytes: the same key in every process of the simulator.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY = createPrivateKey({
  key: Buffer.concat([PKCS8, createHash('sha256').update('the simulator signs as fal').digest()]),
  format: 'der',
  type: 'pkcs8',
});

const USER_ID = 'simulated-user';

/** Ed25519 over ids, time and body. */
export function falWebhooks(): VendorWebhooks {
  return {
    build: (operation) => ({ id: operation.id, type: typeOf(operation), envelope: toEnvelope(operation) }),
    toHeaders: async ({ id }, body, { atMs, isForged }) => {
      const timestamp = String(Math.floor(atMs / 1000));
      const digest = createHash('sha256').update(body).digest('hex');
      const text = Buffer.from([id, USER_ID, timestamp, digest].join('\n'));
      const key = isForged ? generateKeyPairSync('ed25519').privateKey : KEY;
      return {
        'x-fal-webhook-request-id': id,
        'x-fal-webhook-user-id': USER_ID,
        'x-fal-webhook-timestamp': timestamp,
        'x-fal-webhook-signature': sign(null, text, key).toString('hex'),
      };
    },
  };
}

export function toFalJwks(): { keys: object[] } {
  return { keys: [{ ...createPublicKey(KEY).export({ format: 'jwk' }), use: 'sig' }] };
}

function typeOf({ end }: Operation): 'OK' | 'ERROR' {
  return end?.status === 'completed' ? 'OK' : 'ERROR';
}

function toEnvelope(operation: Operation): object {
  const status = typeOf(operation);
  const ids = { request_id: operation.id, gateway_request_id: operation.id, status };
  const { body } = toFalOutput(operation, 0);
  return status === 'OK' ? { ...ids, payload: body } : { ...ids, payload: body, error: 'Unexpected status code: 422' };
}
