/** Classes of SQLSTATE that say nothing against the statement: connection, too many of something, stopped by an operator. */
const TRANSIENT_CLASSES = ['08', '53', '57P'];
/**
 * Serialization failure, deadlock, lock not available, a server that takes no writes (one that fails over), a transaction that stood
 * still for too long, a statement that took too long, one that was prepared and is gone (its connection is left then).
 */
const TRANSIENT_STATES = ['40001', '40P01', '55P03', '25006', '25P03', '57014', '26000'];
const TRANSIENT_SYSTEM_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];
// pg, pg-pool and TypeORM throw these as plain errors without a code.
const TRANSIENT_MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|driver not connected|already released/i;

/** Whether the database, and not what was asked of it, is why it failed: the same again can succeed. */
export function isTransientError(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string' && isTransientCode(code)) return true;
    if (TRANSIENT_MESSAGES.test(current.message)) return true;
    if (current instanceof AggregateError && current.errors.some(isTransientError)) return true;
  }
  return false;
}

function isTransientCode(code: string): boolean {
  return (
    code === 'DEPENDENCY_UNAVAILABLE' ||
    TRANSIENT_SYSTEM_CODES.includes(code) ||
    TRANSIENT_STATES.includes(code) ||
    (code.length === 5 && TRANSIENT_CLASSES.some((prefix) => code.startsWith(prefix)))
  );
}
