import { describe, expect, it } from '@jest/globals';
import { audit, CHECKS, type CheckName } from './audit.ts';
import type { Books } from './books.ts';

const KEY = { key: 't/default/films/film_1/clips/att_2.mp4', sha256: 'a'.repeat(64), bytes: 3, mediaType: 'video/mp4' };
const ATTEMPT = {
  stage: 'clipper',
  filmId: 'film_1',
  revision: 1,
  unit: 'clip-1',
  priceMicros: 100,
  finishedAtMs: 20,
  leaseLeftMs: null,
} as const;
const LEDGER = { stage: 'clipper', filmId: 'film_1', revision: 1 };
const FACT = { service: 'clipper', filmId: 'film_1', isSent: true };

/** A clip that failed once at no cost, was bought again, and became a film. */
function goodBooks(): Books {
  return {
    films: [
      { id: 'film_1', status: 'succeeded', lastSeq: 2, capturedMicros: 100, heldMicros: 0, parked: 0, error: null },
    ],
    filmEvents: [
      { filmId: 'film_1', seq: 1, name: 'film.created' },
      { filmId: 'film_1', seq: 2, name: 'film.succeeded' },
    ],
    attempts: [
      { ...ATTEMPT, id: 'att_1', number: 1, status: 'failed', capturedMicros: 0, operationId: 'op_1', createdAtMs: 10 },
      {
        ...ATTEMPT,
        id: 'att_2',
        number: 2,
        status: 'stored',
        capturedMicros: 100,
        operationId: 'op_2',
        createdAtMs: 20,
      },
    ],
    ledger: [
      { ...LEDGER, attemptId: 'att_1', change: 'hold', micros: 100 },
      { ...LEDGER, attemptId: 'att_1', change: 'release', micros: 100 },
      { ...LEDGER, attemptId: 'att_2', change: 'hold', micros: 100 },
      { ...LEDGER, attemptId: 'att_2', change: 'capture', micros: 100 },
      { ...LEDGER, attemptId: 'att_2', change: 'release', micros: 0 },
    ],
    allotments: [{ stage: 'clipper', filmId: 'film_1', revision: 1, limitMicros: 100 }],
    outbox: [
      { ...FACT, name: 'attempt.settled', data: { attemptId: 'att_1', outcome: 'unknown' } },
      { ...FACT, name: 'attempt.settled', data: { attemptId: 'att_1', outcome: 'failed' } },
      { ...FACT, name: 'attempt.settled', data: { attemptId: 'att_2', outcome: 'stored' } },
      { ...FACT, name: 'clip.ready', data: { revision: 1, scene: 1 } },
    ],
    cuts: [{ filmId: 'film_1', status: 'ready', leaseLeftMs: null }],
    deadLetters: [],
    purchases: [
      { id: 'op_1', filmId: 'film_1', unit: 'clip-1', attemptId: 'att_1', status: 'failed', costMicros: 0 },
      { id: 'op_2', filmId: 'film_1', unit: 'clip-1', attemptId: 'att_2', status: 'completed', costMicros: 100 },
    ],
    posts: { att_1: 1, att_2: 1 },
    mostInFlight: { veo: 5 },
    limits: { veo: 5 },
    artifacts: [{ ref: KEY, found: { sha256: KEY.sha256, bytes: 3 } }],
    unfinishedUploads: [],
    temporaryFiles: [],
    secretsSeen: [],
  };
}

/** What each check is there for, done to good books. */
const CRIMES: Record<CheckName, ((books: Books) => void)[]> = {
  'every film has ended': [(books) => (first(books.films).status = 'running')],
  'nothing is bought without right': [
    (books) => books.purchases.push({ ...first(books.purchases), id: 'op_3' }),
    (books) => books.purchases.push({ ...first(books.purchases), id: 'op_3', attemptId: 'att_none' }),
    (books) => (first(books.attempts).status = 'unknown'),
    (books) => (first(books.attempts).finishedAtMs = 21),
    (books) => (first(books.attempts).operationId = 'op_other'),
    (books) => books.attempts.shift(),
    (books) => (books.attempts = books.attempts.map((attempt) => ({ ...attempt, number: 1 }))),
  ],
  'one POST for an attempt': [(books) => (books.posts['att_1'] = 2)],
  'captured is what the provider took': [
    (books) => (first(books.purchases).costMicros = 1),
    (books) => (first(books.attempts).capturedMicros = 1),
    (books) => (books.purchases = []),
  ],
  'the film shows what its stages spent': [(books) => (first(books.films).capturedMicros = 99)],
  'held is captured, released or open': [
    (books) => (first(books.ledger).micros = 99),
    (books) => (first(books.ledger).micros = 101),
    (books) => books.ledger.pop() && books.ledger.pop(),
  ],
  'no allotment is overspent': [
    (books) => (first(books.allotments).limitMicros = 99),
    (books) => books.ledger.splice(1, 1),
  ],
  'the provider is never crowded': [(books) => (books.mostInFlight = { veo: 6 })],
  'events have no gap': [(books) => books.filmEvents.shift(), (books) => (first(books.films).lastSeq = 3)],
  'nothing follows the end': [
    (books) => books.filmEvents.push({ filmId: 'film_1', seq: 3, name: 'clip.ready' }),
    (books) => books.filmEvents.push({ filmId: 'film_1', seq: 3, name: 'film.failed' }),
    (books) => (first(books.films).status = 'failed'),
  ],
  'no outcome is taken back': [
    (books) => (first(books.outbox).data = { attemptId: 'att_1', outcome: 'stored' }),
    (books) => books.outbox.push({ ...FACT, name: 'clip.failed', data: { revision: 1, scene: 1 } }),
  ],
  'no lease is left': [
    (books) => (first(books.attempts).leaseLeftMs = 5_000),
    (books) => (first(books.cuts).leaseLeftMs = -20_000),
  ],
  'no work is left': [
    (books) => (first(books.attempts).status = 'running'),
    (books) => (first(books.films).parked = 1),
  ],
  'all facts are sent': [(books) => (first(books.outbox).isSent = false)],
  'no message is set aside': [(books) => books.deadLetters.push({ service: 'clipper', reason: 'poison' })],
  'no files are left': [
    (books) => books.temporaryFiles.push('/tmp/reelwright-1-x'),
    (books) => books.unfinishedUploads.push('t/x'),
  ],
  'artifacts are whole': [
    (books) => (first(books.artifacts).found = null),
    (books) => (first(books.artifacts).found = { sha256: 'b'.repeat(64), bytes: 3 }),
  ],
  'no secret is seen': [(books) => books.secretsSeen.push({ secret: 'provider key', where: 'clipper-1.log' })],
};

describe('the auditor', () => {
  it('finds nothing in good books', () => {
    expect(audit(goodBooks())).toEqual({});
  });

  it.each(Object.entries(CRIMES).flatMap(([name, crimes]) => crimes.map((commit, i) => ({ name, n: i + 1, commit }))))(
    'sees that it is not so: $name ($n)',
    ({ name, commit }) => {
      const books = goodBooks();
      commit(books);
      expect(Object.keys(audit(books))).toContain(name);
    },
  );

  it('has each of its checks proved here', () => {
    expect(Object.keys(CRIMES).sort()).toEqual(Object.keys(CHECKS).sort());
  });
});

function first<T>([item]: T[]): T {
  if (item === undefined) throw new Error('there is none');
  return item;
}
