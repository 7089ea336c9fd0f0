import { isFinal, OPEN_STATUSES } from '../../../libs/shared/src/generation/attempts/attempt-state.ts';
import type { Books } from './books.ts';
import type { Finding } from './finding.ts';
import { FINAL_FILM_STATUSES } from './films.ts';

/** An expired lease is taken over within this time. */
const TAKEN_OVER_MS = 5_000;

/** Nobody holds what is over, and nothing waits in the hands of the dead. */
export function findLeases({ attempts, cuts }: Pick<Books, 'attempts' | 'cuts'>): Finding[] {
  const leased = [
    ...attempts.map(({ id, status, leaseLeftMs }) => ({ of: id, isOver: isFinal(status), status, leaseLeftMs })),
    ...cuts.map(({ filmId, status, leaseLeftMs }) => {
      const isOver = ['ready', 'failed', 'cancelled'].includes(status);
      return { of: `the cut of ${filmId}`, isOver, status, leaseLeftMs };
    }),
  ];
  return leased
    .filter(({ isOver, leaseLeftMs }) => leaseLeftMs !== null && (isOver || leaseLeftMs < -TAKEN_OVER_MS))
    .map(({ of, status, leaseLeftMs }) => ({
      of,
      what: `is ${status} under a lease, ${leaseLeftMs ?? 0} ms of it left`,
    }));
}

/** A film that has ended has nothing under way. */
export function findOpenWork({ films, attempts }: Pick<Books, 'films' | 'attempts'>): Finding[] {
  const ended = new Set(films.filter(({ status }) => FINAL_FILM_STATUSES.includes(status)).map(({ id }) => id));
  const open = attempts.filter(({ filmId, status }) => ended.has(filmId) && OPEN_STATUSES.some((it) => it === status));
  const parked = films.filter((film) => ended.has(film.id) && film.parked > 0);
  return [
    ...open.map(({ id, unit, status }) => ({ of: id, what: `${unit} is ${status}, and its film has ended` })),
    ...parked.map((film) => ({ of: film.id, what: `has ended with ${film.parked} facts parked` })),
  ];
}

export function findUnsent({ outbox }: Pick<Books, 'outbox'>): Finding[] {
  return outbox
    .filter(({ isSent }) => !isSent)
    .map(({ service, name, filmId }) => ({ of: filmId, what: `${name} is unsent in the outbox of the ${service}` }));
}

export function findDeadLetters({ deadLetters }: Pick<Books, 'deadLetters'>): Finding[] {
  return deadLetters.map(({ service, reason }) => ({ of: service, what: `set a message aside: ${reason}` }));
}

export function findLitter({
  temporaryFiles,
  unfinishedUploads,
}: Pick<Books, 'temporaryFiles' | 'unfinishedUploads'>): Finding[] {
  return [
    ...temporaryFiles.map((path) => ({ of: path, what: 'was left behind' })),
    ...unfinishedUploads.map((key) => ({ of: key, what: 'is an upload that nobody finishes' })),
  ];
}

/** What our rows name is in the store, with the bytes that they say. */
export function findBadArtifacts({ artifacts }: Pick<Books, 'artifacts'>): Finding[] {
  return artifacts.flatMap(({ ref, found }) => {
    if (found === null) return [{ of: ref.key, what: 'is not in the store' }];
    const isSame = found.sha256 === ref.sha256 && found.bytes === ref.bytes;
    return isSame ? [] : [{ of: ref.key, what: `has other bytes: ${found.sha256}, not ${ref.sha256}` }];
  });
}

export function findSecrets({ secretsSeen }: Pick<Books, 'secretsSeen'>): Finding[] {
  return secretsSeen.map(({ secret, where }) => ({ of: where, what: `shows the ${secret}` }));
}
