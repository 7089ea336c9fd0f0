const DEADLOCK = '40P01';

/** Whether two transactions waited for each other and the database ended this one. The other goes on: the same again can succeed at once. */
export function isDeadlock(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause)
    if ((current as { code?: unknown }).code === DEADLOCK) return true;
  return false;
}
