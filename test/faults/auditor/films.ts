import type { Books } from './books.ts';
import type { Finding } from './finding.ts';

export const FINAL_FILM_STATUSES = ['succeeded', 'partial', 'failed', 'cancelled'];

const ENDS = FINAL_FILM_STATUSES.map((status) => `film.${status}`);

/** Every film that was accepted has ended. */
export function findUnendedFilms({ films }: Pick<Books, 'films'>): Finding[] {
  return films
    .filter(({ status }) => !FINAL_FILM_STATUSES.includes(status))
    .map(({ id, status }) => ({ of: id, what: `is ${status} still` }));
}

/** A film's events are numbered from 1 without a gap, up to the last that it says it has. */
export function findGaps({ films, filmEvents }: Pick<Books, 'films' | 'filmEvents'>): Finding[] {
  const events = Map.groupBy(filmEvents, ({ filmId }) => filmId);
  return films.flatMap(({ id, lastSeq }) => {
    const seqs = (events.get(id) ?? []).map(({ seq }) => seq).sort((a, b) => a - b);
    const isWhole = seqs.length === lastSeq && seqs.every((seq, i) => seq === i + 1);
    return isWhole ? [] : [{ of: id, what: `has the events ${seqs.join(', ')} and says that its last is ${lastSeq}` }];
  });
}

/** A film ends once, as it says, and nothing follows. */
export function findLifeAfterEnd({ films, filmEvents }: Pick<Books, 'films' | 'filmEvents'>): Finding[] {
  const events = Map.groupBy(filmEvents, ({ filmId }) => filmId);
  return films.flatMap(({ id, status }) => {
    const names = (events.get(id) ?? []).sort((a, b) => a.seq - b.seq).map(({ name }) => name);
    const ends = names.filter((name) => ENDS.includes(name));
    if (ends.length === 0) return [];
    const isOver = ends.length === 1 && names.at(-1) === ends[0] && ends[0] === `film.${status}`;
    return isOver
      ? []
      : [{ of: id, what: `is ${status}, after ${names.slice(names.indexOf(ends[0] ?? '')).join(', ')}` }];
  });
}

const OPEN_OUTCOMES = ['unknown', 'overdue'];

/** No outcome of an attempt or a unit is taken back once it is said. */
export function findTakenBack({ outbox }: Pick<Books, 'outbox'>): Finding[] {
  const outcomes = new Map<string, string>();
  return outbox.flatMap(({ name, filmId, data }) => {
    const said = toOutcome(name, filmId, data);
    if (said === null || OPEN_OUTCOMES.includes(said.outcome)) return [];
    const before = outcomes.get(said.of);
    outcomes.set(said.of, said.outcome);
    return before === undefined ? [] : [{ of: said.of, what: `was said to be ${before}, then ${said.outcome}` }];
  });
}

function toOutcome(
  name: string,
  filmId: string,
  data: Record<string, unknown>,
): { of: string; outcome: string } | null {
  if (name === 'attempt.settled') return { of: String(data['attemptId']), outcome: String(data['outcome']) };
  const [kind = '', outcome = ''] = name.split('.');
  const isOfUnit = ['keyframe', 'clip', 'cut'].includes(kind) && ['ready', 'failed'].includes(outcome);
  if (!isOfUnit) return null;
  const n = Number(data['index'] ?? data['scene'] ?? 0);
  return { of: `${filmId}/${String(data['revision'])}/${kind}-${n}`, outcome };
}
