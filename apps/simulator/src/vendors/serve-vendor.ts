import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalidArgument, unauthenticated, WireError } from '../wire/wire-error';

/** An answer that is in its vendor's own form already. */
export class VendorError extends WireError {}

export interface VendorScope {
  prefix: string;
  /** Faults and refusals arise in Google's form; here they get this vendor's. */
  toVendorError: (error: WireError) => WireError;
  /** In which a key is sent that is no bearer. */
  keyHeader?: string;
  /** Where a vendor has words or rules of its own for it. By default a key is asked for, but of who fetches a file. */
  throwOnBadCredentials?: (request: FastifyRequest) => void;
  serve: (scope: FastifyInstance) => void;
}

/** One vendor's wire, below a prefix that stands for its host. */
export function serveVendor(server: FastifyInstance, vendor: VendorScope): void {
  void server.register(
    async (scope) => {
      scope.setErrorHandler((thrown) => {
        const error = thrown instanceof z.ZodError ? invalidArgument(z.prettifyError(thrown)) : thrown;
        // What a front end says in HTML is the same everywhere.
        const isForeign =
          error instanceof WireError && !(error instanceof VendorError) && typeof error.body !== 'string';
        throw isForeign ? vendor.toVendorError(error) : error;
      });
      scope.addHook('onRequest', async (request) => {
        if (vendor.throwOnBadCredentials) vendor.throwOnBadCredentials(request);
        else throwWithoutKey(request, vendor);
      });
      vendor.serve(scope);
    },
    { prefix: vendor.prefix },
  );
}

/** The form of an error that holds its message, and says nothing more of its own. */
export function inForm(toBody: (message: string, status: number) => object): VendorScope['toVendorError'] {
  return (error) => new VendorError(error.httpStatus, toBody(messageOf(error), error.httpStatus), error.headers);
}

/** What a vendor is called in the ledger. */
export function surfaceOf({ prefix }: FastifyInstance): string {
  return prefix.split('/')[1] ?? '';
}

function throwWithoutKey(request: FastifyRequest, { prefix, keyHeader }: VendorScope): void {
  const isPublic = request.url.startsWith(`${prefix}/files/`);
  const hasKey = keyHeader === undefined ? hasBearer(request) : isGood(request.headers[keyHeader]);
  if (!isPublic && !hasKey) throw unauthenticated('Invalid authentication credentials.');
}

function isGood(key: unknown): boolean {
  return typeof key === 'string' && /^(?!invalid)\S+/.test(key);
}

/** Any token is let in but one that calls itself invalid. */
export function hasBearer({ headers }: FastifyRequest): boolean {
  return /^Bearer (?!invalid)\S+/.test(headers.authorization ?? '');
}

/** What a form of Google's says, for another vendor to say it its own way. */
export function messageOf({ body }: WireError): string {
  return (body as { error?: { message?: string } }).error?.message ?? 'Unknown error.';
}
