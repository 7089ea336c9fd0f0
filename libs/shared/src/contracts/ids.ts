import { createHash } from 'node:crypto';
import { ulid } from 'ulid';

export type IdPrefix = 'film' | 'att' | 'evt' | 'cut' | 'wrk' | 'mus' | 'ref';

/** Opaque, sortable by time of making, told apart by kind: `film_01k…`. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid().toLowerCase()}`;
}

/** The same parts give the same id, so that saying a fact again is not a second fact. */
export function deriveId(prefix: IdPrefix, ...parts: (string | number)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${prefix}_${digest.slice(0, 32)}`;
}

export function isId(prefix: IdPrefix, value: string): boolean {
  return new RegExp(`^${prefix}_[0-9a-z]{26,32}$`).test(value);
}
