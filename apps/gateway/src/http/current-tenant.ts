import type { FastifyRequest } from 'fastify';

/** Whose films a request may see: one tenant, until requests carry API keys. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- who asks will matter as soon as there are keys
export function currentTenant(request: FastifyRequest): string {
  return 'tenant_default';
}
