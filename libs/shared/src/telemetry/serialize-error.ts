import { messageOf } from '@shared/errors/message-of';

interface SerializedError {
  type: string;
  message: string;
  code?: unknown;
  details?: unknown;
  stack?: string;
  cause?: SerializedError;
}

// Only these fields: errors of clients carry whole requests, headers and keys included.
export function serializeError(error: unknown): SerializedError {
  if (!(error instanceof Error)) return serializeOther(error);
  const { code, details } = error as { code?: unknown; details?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    ...(details !== undefined && { details }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: serializeError(error.cause) }),
  };
}

// What is kept of an error in rows and events has a code and a message as well.
function serializeOther(error: unknown): SerializedError {
  const said = { type: typeof error, message: messageOf(error) };
  if (typeof error !== 'object' || error === null) return said;
  const { code, details, cause } = error as { code?: unknown; details?: unknown; cause?: unknown };
  return {
    ...said,
    ...(code !== undefined && { code }),
    ...(details !== undefined && { details }),
    ...(cause !== undefined && { cause: serializeError(cause) }),
  };
}
