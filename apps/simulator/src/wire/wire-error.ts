import { successorOf } from '../catalogue/models';

/** An answer that is no success, in the body that Google sends. */
export class WireError extends Error {
  override readonly name = 'WireError';

  constructor(
    readonly httpStatus: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {
    super(JSON.stringify(body));
  }
}

const rpcError = (code: number, status: string, message: string, details?: unknown[]): WireError =>
  new WireError(code, { error: { code, message, status, ...(details && { details }) } });

export const invalidArgument = (message: string, field?: string): WireError =>
  rpcError(
    400,
    'INVALID_ARGUMENT',
    message,
    field === undefined
      ? undefined
      : [
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [{ field, description: message }],
          },
        ],
  );

/** The interactions endpoint has a form of its own for bad requests: a string as code, and no status. */
export const invalidRequest = (message: string): WireError =>
  new WireError(400, { error: { message, code: 'invalid_request' } });

export const unknownInteraction = (id: string): WireError =>
  invalidRequest(`Invalid interaction name: interactions/${id}`);

export const twoCredentials = (): WireError =>
  rpcError(400, 'INVALID_ARGUMENT', 'Multiple authentication credentials received. Please pass only one.');

export const badKey = (): WireError =>
  rpcError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
      metadata: { service: 'generativelanguage.googleapis.com' },
    },
  ]);

export const noKey = (): WireError =>
  rpcError(
    403,
    'PERMISSION_DENIED',
    "Method doesn't allow unregistered callers (callers without established identity). " +
      'Please use API Key or other form of API consumer identity to call this API.',
  );

export const unauthenticated = (message: string): WireError => rpcError(401, 'UNAUTHENTICATED', message);

export const unknownFile = (id: string): WireError =>
  rpcError(403, 'PERMISSION_DENIED', `You do not have permission to access the File ${id} or it may not exist.`);

export const fileNotActive = (id: string): WireError =>
  rpcError(400, 'FAILED_PRECONDITION', `The File ${id} is not in an ACTIVE state and usage is not allowed.`);

export const notFound = (message: string): WireError => rpcError(404, 'NOT_FOUND', message);

export const retiredModel = (model: string): WireError =>
  notFound(
    `This model models/${model} is no longer available. Please update your code to use models/${successorOf(model)} ` +
      'for the latest features and improvements. We recommend you to use the Interactions API ' +
      '(https://ai.google.dev/gemini-api/docs/get-started).',
  );

export const unknownModel = (model: string, method: string): WireError =>
  notFound(
    `models/${model} is not found for API version v1beta, or is not supported for ${method}. ` +
      'Call ListModels to see the list of available models and their supported methods.',
  );

export const internalError = (): WireError =>
  rpcError(
    500,
    'INTERNAL',
    'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
  );

/** Says which input the policy stands against; nothing was accepted. */
export const blockedInput = (input: string): WireError =>
  invalidArgument(`The request was blocked by our safety filters: ${input} was flagged.`, input);

export const forbidden = (): WireError => rpcError(403, 'PERMISSION_DENIED', 'The caller does not have permission');

export const conflict = (): WireError => rpcError(409, 'ABORTED', 'The operation was aborted.');

const HTML = { 'content-type': 'text/html; charset=UTF-8' };

/** What a front end answers when nobody behind it does; it says nothing about whether the request was accepted. */
export const badGateway = (): WireError =>
  new WireError(502, '<html><title>Error 502 (Server Error)!!1</title><p>That’s an error.</html>', HTML);

/** Success by its status, and nothing that can be read. */
export const garbage = (): WireError => new WireError(200, '<!doctype html><p>Service temporarily reloca', HTML);

export const overloaded = (retryAfterSeconds?: number): WireError =>
  withRetryAfter(rpcError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'), retryAfterSeconds);

function withRetryAfter(error: WireError, seconds: number | undefined): WireError {
  if (seconds === undefined) return error;
  return new WireError(error.httpStatus, error.body, { 'retry-after': String(Math.ceil(seconds)) });
}
