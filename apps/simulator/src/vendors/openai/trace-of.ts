import type { FastifyRequest } from 'fastify';

/** The attempt that a client names in the header that OpenAI keeps with a request; null where it names none. */
export function traceOf({ headers }: FastifyRequest): string | null {
  const id = headers['x-client-request-id'];
  return typeof id === 'string' ? id : null;
}
