import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@shared/clock/clock';
import { newId } from '@shared/contracts/ids';
import type { SubmitContext } from '@shared/generation/providers/provider';
import { waitFor } from '@shared/testing/wait-for';
import { verifyFalWebhook } from '@shared/webhooks/fal-webhook';
import { Jwks } from '@shared/webhooks/jwks';
import { verifyReplicateWebhook } from '@shared/webhooks/replicate-webhook';
import type { NoticeVerdict } from '@shared/webhooks/vendor-notice';
import { readWebhookAddress } from '@shared/webhooks/webhook-address';
import { REPLICATE_SECRET } from '../../apps/simulator/src/vendors/replicate/replicate-webhooks';
import { SimulatedVendors } from './simulated-vendors';
import { videoVendor } from './vendors-under-test';

interface Told {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

let vendors: SimulatedVendors;
let receiver: Server;
const told: Told[] = [];

beforeAll(async () => {
  vendors = await SimulatedVendors.start();
  receiver = createServer((request, response) => {
    void buffer(request).then((body) => {
      told.push({ path: request.url ?? '', headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await vendors.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const now = new Date();

const SENDERS = {
  replicate: {
    verify: async ({ headers, body }: Told): Promise<NoticeVerdict> =>
      verifyReplicateWebhook(headers, body, { secrets: [REPLICATE_SECRET], now }),
  },
  fal: {
    verify: ({ headers, body }: Told): Promise<NoticeVerdict> => {
      const url = `${vendors.url}/fal/.well-known/jwks.json`;
      const jwks = new Jwks({ url, clock: new SystemClock(), keyType: 'OKP' });
      return verifyFalWebhook(headers, body, { loadKeys: () => jwks.all(), now });
    },
  },
};

/** Makes one video, and waits for what is told of it. */
async function hear(vendor: keyof typeof SENDERS): Promise<{ message: Told; attempt: string; operationId: string }> {
  const attempt = newId('att');
  const { port } = receiver.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/v1/provider-webhooks/${vendor}`;
  const context: SubmitContext = {
    labels: { attempt, unit: 'clip-1', film: 'film_1' },
    webhook: { url, metadata: { film: 'film_1', attempt, token: 'our-token', stage: 'clipper' } },
    idempotencyKey: attempt,
    isStillMine: () => true,
    signal: new AbortController().signal,
  };
  const { model, create } = videoVendor(vendor);
  const form = { prompt: 'pan', seconds: 4, aspectRatio: '16:9', resolution: '720p' } as const;
  const provider = create(vendors.url, vendors.store);
  const request = { model: model.model, ...vendors.frames, ...form };
  const outcome = await provider.submit(await provider.compose(request, context.signal), context);
  if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
  const message = await waitFor(() => told.find(({ path }) => path.includes(attempt)));
  return { message, attempt, operationId: outcome.operationId };
}

describe.each(['replicate', 'fal'] as const)('a webhook of %s', (vendor) => {
  const { verify } = SENDERS[vendor];

  it('names the operation, and carries our token and the stage that asks', async () => {
    const { message, attempt, operationId } = await hear(vendor);
    expect(await verify(message)).toEqual({ kind: 'genuine', notice: { operationId, outcome: 'completed' } });
    expect(readWebhookAddress(message.path)).toEqual({
      film: 'film_1',
      attempt,
      token: 'our-token',
      stage: 'clipper',
    });
  });

  it('tells of a failure', async () => {
    await vendors.setFaults({ match: { kind: 'video' }, fault: 'refuse' });
    const { message } = await hear(vendor);
    expect(await verify(message)).toMatchObject({ kind: 'genuine', notice: { outcome: 'failed' } });
  });

  it('is forged when a stranger signed it, or its body was changed', async () => {
    await vendors.setFaults({ match: { operation: 'webhook' }, fault: 'webhook-forged' });
    expect(await verify((await hear(vendor)).message)).toEqual({ kind: 'forged' });
    const { message } = await hear(vendor);
    expect(await verify({ ...message, body: Buffer.concat([message.body, Buffer.from(' ')]) })).toEqual({
      kind: 'forged',
    });
    expect(await verify({ ...message, headers: {} })).toEqual({ kind: 'forged' });
  });

  it('is stale when it is ten minutes old', async () => {
    await vendors.setFaults({ match: { operation: 'webhook' }, fault: 'webhook-stale' });
    expect(await verify((await hear(vendor)).message)).toEqual({ kind: 'stale' });
  });
});
