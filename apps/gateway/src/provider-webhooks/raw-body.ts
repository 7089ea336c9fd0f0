import { Readable } from 'node:stream';
import { PayloadTooLargeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WEBHOOKS_PATH } from '@shared/webhooks/attempt-webhooks';

const MAX_BYTES = 64 * 1024;
const bodies = new WeakMap<object, Buffer>();

/** Keeps the bytes of webhooks as they came, before anybody parses them: it is the bytes that are signed. */
export function keepRawBodies(server: FastifyInstance): void {
  server.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.url !== `/${WEBHOOKS_PATH}/:vendor`) return payload;
    const body = await readCapped(payload);
    bodies.set(request.raw, body);
    return Readable.from([body]);
  });
}

export function rawBodyOf(request: FastifyRequest): Buffer {
  return bodies.get(request.raw) ?? Buffer.alloc(0);
}

async function readCapped(payload: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of payload) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES) throw new PayloadTooLargeException(`The body has more than ${MAX_BYTES} bytes`);
  }
  return Buffer.concat(chunks);
}
