import type { Books } from './books.ts';
import { findGaps, findLifeAfterEnd, findTakenBack, findUnendedFilms } from './films.ts';
import type { Finding } from './finding.ts';
import {
  findBadArtifacts,
  findDeadLetters,
  findLeases,
  findLitter,
  findOpenWork,
  findSecrets,
  findUnsent,
} from './leftovers.ts';
import { findOverspending, findUnbalancedMoney, findWrongAccounts } from './money.ts';
import { findCrowding, findRepeatedPosts, findUnauthorisedPurchases, findWrongCaptures } from './purchases.ts';

/** What must hold after every test, whatever went wrong in it. Each check says what it found. */
export const CHECKS = {
  'every film has ended': findUnendedFilms,
  'nothing is bought without right': findUnauthorisedPurchases,
  'one POST for an attempt': findRepeatedPosts,
  'captured is what the provider took': findWrongCaptures,
  'the film shows what its stages spent': findWrongAccounts,
  'held is captured, released or open': findUnbalancedMoney,
  'no allotment is overspent': findOverspending,
  'the provider is never crowded': findCrowding,
  'events have no gap': findGaps,
  'nothing follows the end': findLifeAfterEnd,
  'no outcome is taken back': findTakenBack,
  'no lease is left': findLeases,
  'no work is left': findOpenWork,
  'all facts are sent': findUnsent,
  'no message is set aside': findDeadLetters,
  'no files are left': findLitter,
  'artifacts are whole': findBadArtifacts,
  'no secret is seen': findSecrets,
} as const satisfies Record<string, (books: Books) => Finding[]>;

export type CheckName = keyof typeof CHECKS;
export type Audit = Partial<Record<CheckName, Finding[]>>;

/** Only the checks that found something; empty when all is well. */
export function audit(books: Books): Audit {
  const names = Object.keys(CHECKS) as CheckName[];
  const outcomes = names.map((name) => [name, CHECKS[name](books)] as const);
  return Object.fromEntries(outcomes.filter(([, findings]) => findings.length > 0));
}

export function countFindings(findings: Audit): number {
  return Object.values(findings).reduce((sum, { length }) => sum + length, 0);
}
