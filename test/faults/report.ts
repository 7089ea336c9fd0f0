import { countFindings, type Audit } from './auditor/audit.ts';
import type { Books } from './auditor/books.ts';
import { findUnauthorisedPurchases } from './auditor/purchases.ts';
import { percentile } from './fleet/recovery-watch.ts';

export interface Outcome {
  run: string;
  seed: number;
  kills: number;
  books: Books;
  audit: Audit;
  accepted: readonly string[];
  recoveriesMs: readonly number[];
  seconds: number;
}

/** Pure: what a run came to, for the last line. */
export function buildReport({ run, seed, kills, books, audit, accepted, recoveriesMs, seconds }: Outcome) {
  const doublePayments = findUnauthorisedPurchases(books).length;
  const ends = new Map(books.films.map(({ id, status }) => [id, status]));
  return {
    run,
    seed,
    kills,
    films: books.films.length,
    paidCalls: books.purchases.length,
    authorised: books.purchases.length - doublePayments,
    doublePayments,
    filmsLost: accepted.filter((id) => ends.get(id) !== 'succeeded' && ends.get(id) !== 'cancelled').length,
    unknownLeft: books.attempts.filter(({ status }) => status === 'unknown').length,
    recoveryMs: { p50: percentile(recoveriesMs, 0.5), p99: percentile(recoveriesMs, 0.99), n: recoveriesMs.length },
    auditor: { findings: countFindings(audit), failed: Object.keys(audit) },
    seconds,
  };
}

/** For people: at most so many findings of each check. */
export function describeAudit(audit: Audit, most = 5): string {
  const sections = Object.entries(audit).map(([check, findings]) => {
    const lines = findings.slice(0, most).map(({ of, what }) => `    ${of}: ${what}`);
    const rest = findings.length > most ? [`    and ${findings.length - most} more`] : [];
    return [`  NOT: ${check} (${findings.length})`, ...lines, ...rest].join('\n');
  });
  return sections.join('\n');
}
