import { type Audit, CHECKS, countFindings } from './auditor/audit.ts';
import type { Books } from './auditor/books.ts';
import { findUnauthorisedPurchases } from './auditor/purchases.ts';
import type { Driven } from './drives/fault-run.ts';
import { percentile } from './fleet/recovery-watch.ts';

export interface Outcome {
  run: string;
  seed: number;
  driven: Driven;
  books: Books;
  audit: Audit;
  accepted: readonly string[];
  recoveries: Record<'killed' | 'frozen', readonly number[]>;
  seconds: number;
}

export type Report = ReturnType<typeof buildReport>;

/** Pure: what a run came to, for the last line. */
export function buildReport({ run, seed, driven, books, audit, accepted, recoveries, seconds }: Outcome) {
  const doublePayments = findUnauthorisedPurchases(books).length;
  const { kills, points = 0, missed = [] } = driven;
  return {
    run,
    seed,
    kills,
    points,
    missed,
    films: books.films.length,
    paidCalls: books.purchases.length,
    authorised: books.purchases.length - doublePayments,
    doublePayments,
    filmsLost: listLost(books, accepted).length,
    unknownLeft: books.attempts.filter(({ status }) => status === 'unknown').length,
    recoveryMs: summarise(recoveries.killed),
    leaseRecoveryMs: summarise(recoveries.frozen),
    auditor: { findings: countFindings(audit), failed: Object.keys(audit) },
    seconds,
  };
}

/** Pure: the films that were accepted and are not whole, with what they say of it. */
export function listLost({ films }: Pick<Books, 'films'>, accepted: readonly string[]): string[] {
  const byId = new Map(films.map((film) => [film.id, film]));
  const lost = accepted.filter((id) => byId.get(id)?.status !== 'succeeded');
  return lost.map((id) => `  LOST: ${id} is ${byId.get(id)?.status ?? 'unknown'}: ${byId.get(id)?.error ?? ''}`);
}

/** Pure: each strike, each check and the films count as one test. */
export function tallyOf({ kills, points, missed, filmsLost, auditor }: Report): { passed: number; failed: number } {
  const failed = missed.length + auditor.failed.length + (filmsLost > 0 ? 1 : 0);
  return { passed: (points === 0 ? kills : points) + Object.keys(CHECKS).length + 1 - failed, failed };
}

/** For people: at most so many findings of each check. */
export function describeAudit(audit: Audit, most = 5): string {
  const sections = Object.entries(audit).map(([check, findings]) => {
    const lines = findings.slice(0, most).map(({ of, what }) => `    ${of}: ${what}`);
    const rest = findings.length > most ? [`    and ${findings.length - most} more`] : [];
    return [`  NOT: ${check} (${findings.length})`, ...lines, ...rest].join('\n');
  });
  return sections.length === 0 ? 'the auditor finds nothing' : sections.join('\n');
}

function summarise(values: readonly number[]) {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99), n: values.length };
}
