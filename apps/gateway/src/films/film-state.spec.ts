import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FILM_STATUSES, FINAL_FILM_STATUSES, type FilmStatus, isFinal } from '@shared/contracts/film';
import { FILM_TRANSITIONS, FIRST_FILM_STATUS, throwOnIllegalTransition } from './film-state';

const arrows = FILM_STATUSES.flatMap((from) => FILM_TRANSITIONS[from].map((to) => `${from} --> ${to}`));

function reachableFrom(first: FilmStatus): Set<FilmStatus> {
  const seen = new Set([first]);
  for (const status of seen) for (const next of FILM_TRANSITIONS[status]) seen.add(next);
  return seen;
}

describe('FILM_TRANSITIONS', () => {
  it('reaches every status from the first', () => {
    expect([...reachableFrom(FIRST_FILM_STATUS)].sort()).toEqual([...FILM_STATUSES].sort());
  });

  it.each(FILM_STATUSES.filter((status) => !isFinal(status)))('leads from %s to an end', (status) => {
    const reachable = reachableFrom(status);
    expect(FINAL_FILM_STATUSES.some((final) => reachable.has(final))).toBe(true);
  });

  it.each(FINAL_FILM_STATUSES)('leaves %s only by another revision', (status) => {
    expect(FILM_TRANSITIONS[status]).toEqual(['queued']);
  });

  it('is what docs/state-machines/film.md draws', () => {
    const page = readFileSync(new URL('../../../../docs/state-machines/film.md', import.meta.url), 'utf8');
    const drawn = [...page.matchAll(/^ +([a-z]+ --> [a-z]+)/gm)].map(([, arrow]) => arrow);
    expect(drawn.sort()).toEqual(arrows.sort());
  });

  it('refuses what it does not name', () => {
    expect(() => {
      throwOnIllegalTransition('film_1', 'cancelling', 'succeeded');
    }).toThrow('Film film_1 is cancelling and cannot become succeeded');
  });
});
