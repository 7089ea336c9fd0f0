import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WireError } from '../wire/wire-error';

/** An answer that is in its vendor's own form already. */
export class VendorError extends WireError {}

export interface VendorScope {
  prefix: string;
  /** Faults and refusals arise in Google's form; here they get this vendor's. */
  toVendorError: (error: WireError) => WireError;
  throwOnBadCredentials: (request: FastifyRequest) => void;
  serve: (scope: FastifyInstance) => void;
}

/** One vendor's wire, below a prefix that stands for its host. */
export function serveVendor(server: FastifyInstance, vendor: VendorScope): void {
  void server.register(
    async (scope) => {
      scope.setErrorHandler((error) => {
        // What a front end says in HTML is the same everywhere.
        const isForeign =
          error instanceof WireError && !(error instanceof VendorError) && typeof error.body !== 'string';
        throw isForeign ? vendor.toVendorError(error) : error;
      });
      scope.addHook('onRequest', async (request) => {
        vendor.throwOnBadCredentials(request);
      });
      vendor.serve(scope);
    },
    { prefix: vendor.prefix },
  );
}

/** Any token is let in but one that calls itself invalid. */
export function hasBearer({ headers }: FastifyRequest): boolean {
  return /^Bearer (?!invalid)\S+/.test(headers.authorization ?? '');
}

/** What a form of Google's says, for another vendor to say it its own way. */
export function messageOf({ body }: WireError): string {
  return (body as { error?: { message?: string } }).error?.message ?? 'Unknown error.';
}
