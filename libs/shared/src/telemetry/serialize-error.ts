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
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: String(error) };
  const { message, code, details } = error as { message?: unknown; code?: unknown; details?: unknown };
  return {
    type: 'object',
    message: typeof message === 'string' ? message : 'without a message',
    ...(code !== undefined && { code }),
    ...(details !== undefined && { details }),
  };
}
