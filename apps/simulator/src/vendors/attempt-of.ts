import type { FastifyRequest } from 'fastify';

/** The attempt that a client put into the address of its webhook; null where it named none. */
export function attemptOf(webhook: unknown): string | null {
  if (typeof webhook !== 'string' || !URL.canParse(webhook)) return null;
  return new URL(webhook).searchParams.get('attempt');
}

/** The attempt that a client names in the header that OpenAI keeps with a request; null where it names none. */
export function attemptInHeader({ headers }: FastifyRequest): string | null {
  const id = headers['x-client-request-id'];
  return typeof id === 'string' ? id : null;
}
