/** The attempt that a client put into the address of its webhook; null where it named none. */
export function attemptOf(webhook: unknown): string | null {
  if (typeof webhook !== 'string' || !URL.canParse(webhook)) return null;
  return new URL(webhook).searchParams.get('attempt');
}
