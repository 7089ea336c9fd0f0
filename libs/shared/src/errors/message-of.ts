/** What a thrown value says; also one that is no Error, such as what is kept of an error in rows and events. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { message } = thrown as { message?: unknown };
  return typeof message === 'string' ? message : 'object without a message';
}
