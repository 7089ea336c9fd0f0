import { randomBytes } from 'node:crypto';

/** Of [a-z0-9], as files and most operations are named. */
export function randomId(length: number): string {
  return Array.from(randomBytes(length), (byte) => (byte % 36).toString(36)).join('');
}
