import { OPEN_STATUSES } from '../../../libs/shared/src/generation/attempts/attempt-state.ts';
import type { AttemptRow, Books, Purchase } from './books.ts';
import type { Finding } from './finding.ts';

/** A unit is bought once, and again only after the attempt before has a recorded outcome. */
export function findUnauthorisedPurchases({ purchases, attempts }: Pick<Books, 'purchases' | 'attempts'>): Finding[] {
  const attemptsById = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const paid = new Set<string>();
  return purchases.flatMap((purchase) => {
    const attempt = attemptsById.get(purchase.attemptId);
    const isSecond = paid.has(purchase.attemptId);
    paid.add(purchase.attemptId);
    const fault = isSecond ? 'is paid for a second time' : findFault(purchase, attempt, attempts);
    return fault === null ? [] : [{ of: purchase.attemptId, what: `${purchase.unit} of ${purchase.filmId} ${fault}` }];
  });
}

function findFault(
  purchase: Purchase,
  attempt: AttemptRow | undefined,
  attempts: readonly AttemptRow[],
): string | null {
  if (attempt === undefined) return 'was bought for an attempt that nobody wrote down';
  if (attempt.operationId !== null && attempt.operationId !== purchase.id) return 'runs under another id than ours';
  const others = attempts.filter((other) => other !== attempt && isSameUnit(other, attempt));
  if (others.some(({ number }) => number === attempt.number))
    return `has two attempts with the number ${attempt.number}`;
  if (attempt.number === 1) return null;
  const before = others.find(({ number }) => number === attempt.number - 1);
  if (before === undefined) return 'was bought again without an attempt before';
  const isOpen = OPEN_STATUSES.some((open) => open === before.status);
  if (isOpen || (before.finishedAtMs ?? 0) > attempt.createdAtMs)
    return 'was bought again before the outcome was known';
  return null;
}

function isSameUnit(a: AttemptRow, b: AttemptRow): boolean {
  return a.filmId === b.filmId && a.revision === b.revision && a.unit === b.unit;
}

/** One POST for an attempt, whatever came of it. */
export function findRepeatedPosts({ posts }: Pick<Books, 'posts'>): Finding[] {
  const repeated = Object.entries(posts).filter(([, count]) => count > 1);
  return repeated.map(([attemptId, count]) => ({ of: attemptId, what: `${count} POSTs arrived for one attempt` }));
}

/** What we say was paid is what the provider says, attempt by attempt, to the micro-dollar. */
export function findWrongCaptures({ purchases, attempts }: Pick<Books, 'purchases' | 'attempts'>): Finding[] {
  const costs = new Map<string, number>();
  for (const { attemptId, costMicros } of purchases) costs.set(attemptId, (costs.get(attemptId) ?? 0) + costMicros);
  return attempts
    .filter(({ id, capturedMicros }) => capturedMicros !== (costs.get(id) ?? 0))
    .map(({ id, status, capturedMicros }) => {
      const what = `${status} with ${capturedMicros} micro-dollars captured, and ${costs.get(id) ?? 0} at the provider`;
      return { of: id, what };
    });
}

/** The provider never had more at once than it takes. */
export function findCrowding({ mostInFlight, limits }: Pick<Books, 'mostInFlight' | 'limits'>): Finding[] {
  return Object.entries(mostInFlight)
    .filter(([model, most]) => most > (limits[model] ?? Infinity))
    .map(([model, most]) => ({ of: model, what: `${most} operations were in flight, ${limits[model] ?? 0} may be` }));
}
