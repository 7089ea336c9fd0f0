import type { FastifyRequest } from 'fastify';
import { badKey, noKey, twoCredentials } from './wire-error';

/** Any key will do, but for one that says of itself that it is invalid. */
export function throwOnBadCredentials({ headers, query }: FastifyRequest): void {
  const header = headers['x-goog-api-key'];
  const parameter = (query as Record<string, string | undefined>)['key'];
  if (header !== undefined && parameter !== undefined) throw twoCredentials();
  const key = header ?? parameter;
  if (key === undefined || key === '') throw noKey();
  if (String(key).startsWith('invalid')) throw badKey();
}
