import { isFinal } from '../../../libs/shared/src/generation/attempts/attempt-state.ts';
import type { Books, LedgerRow } from './books.ts';
import type { Finding } from './finding.ts';

interface Account {
  held: number;
  released: number;
  captured: number;
}

/** After each row of the ledger, what was held is what was captured, released, or is open still; and open is never below 0. */
export function findUnbalancedMoney({ ledger, attempts }: Pick<Books, 'ledger' | 'attempts'>): Finding[] {
  const accounts = new Map<string, Account>();
  const findings = ledger.flatMap((row) => {
    const account = book(accounts.get(row.attemptId), row);
    accounts.set(row.attemptId, account);
    const open = account.held - account.released - account.captured;
    return open < 0 ? [{ of: row.attemptId, what: `${row.change} leaves ${open} micro-dollars open` }] : [];
  });
  const leftOpen = attempts.flatMap(({ id, status }) => {
    const { held, released, captured } = accounts.get(id) ?? book(undefined);
    const open = held - released - captured;
    return isFinal(status) && open !== 0
      ? [{ of: id, what: `${status}, and ${open} micro-dollars are held still` }]
      : [];
  });
  return [...findings, ...leftOpen];
}

/** After each row, what a stage has spent and holds for a film is within what it may spend. */
export function findOverspending({ ledger, allotments }: Pick<Books, 'ledger' | 'allotments'>): Finding[] {
  const limits = new Map(allotments.map((allotment) => [keyOf(allotment), allotment.limitMicros]));
  const accounts = new Map<string, Account>();
  return ledger.flatMap((row) => {
    const key = keyOf(row);
    const account = book(accounts.get(key), row);
    accounts.set(key, account);
    const over = account.held - account.released - (limits.get(key) ?? 0);
    return row.change === 'hold' && over > 0 ? [{ of: key, what: `${over} micro-dollars over its allotment` }] : [];
  });
}

/** The film's own account says what its stages say. */
export function findWrongAccounts({ films, attempts }: Pick<Books, 'films' | 'attempts'>): Finding[] {
  const captured = new Map<string, number>();
  for (const { filmId, capturedMicros } of attempts) captured.set(filmId, (captured.get(filmId) ?? 0) + capturedMicros);
  return films
    .filter((film) => film.capturedMicros !== (captured.get(film.id) ?? 0))
    .map((film) => ({
      of: film.id,
      what: `shows ${film.capturedMicros} micro-dollars spent, its stages ${captured.get(film.id) ?? 0}`,
    }));
}

function book(account: Account = { held: 0, released: 0, captured: 0 }, row?: LedgerRow): Account {
  switch (row?.change) {
    case 'hold':
      return { ...account, held: account.held + row.micros };
    case 'release':
      return { ...account, released: account.released + row.micros };
    case 'capture':
      return { ...account, captured: account.captured + row.micros };
    default:
      return account;
  }
}

function keyOf({ stage, filmId, revision }: { stage: string; filmId: string; revision: number }): string {
  return `${stage}/${filmId}/${revision}`;
}
