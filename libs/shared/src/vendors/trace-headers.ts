/** A header that OpenAI keeps with a request; whoever stands in for it may do the same. */
export function traceHeaders(attemptId: string): Record<string, string> {
  return { 'x-client-request-id': attemptId };
}
