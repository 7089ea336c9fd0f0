import { createHash } from 'node:crypto';
import type { FilmEvent } from '@shared/contracts/events';

/** W3C trace context: a film is one trace, an event one span of it. Derived, so that a repeated event shows up as the same span. */
export function buildTraceparent({ filmId, id }: Pick<FilmEvent, 'filmId' | 'id'>): string {
  return `00-${digest(filmId, 32)}-${digest(id, 16)}-01`;
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
