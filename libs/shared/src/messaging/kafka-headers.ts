import type { IHeaders } from './patched-kafkajs';

/** Kafka allows any bytes and a name more than once; the last one counts. */
export function readHeaders(headers: IHeaders = {}): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]) => {
    const last = Array.isArray(value) ? value.at(-1) : value;
    // Postgres stores no NUL in text.
    return [name, last?.toString().replaceAll('\0', '\uFFFD') ?? ''];
  });
  return Object.fromEntries(texts) as Record<string, string>;
}
