import type { ErrorFacts } from '@shared/errors/app-error';

/** A model that a unit goes on without, and why. */
export interface PassedOver {
  provider: string;
  model: string;
  reason: ErrorFacts;
}

/** A model that a unit may be made by. */
export interface Candidate {
  provider: string;
  model: string;
  /** Why nobody gets an answer there now; null where somebody may. */
  outage: ErrorFacts | null;
}

export interface Choice {
  candidate: Candidate;
  passedOver: readonly PassedOver[];
  /** What is left to try after it. */
  fallbacks: readonly string[];
}

/**
 * The first model in the order of the film that a unit has not left for good and that can be asked now. Where none of them can, the
 * first waits: to go from one dead vendor to the next helps nobody.
 */
export function chooseModel(candidates: readonly Candidate[], left: readonly PassedOver[]): Choice | null {
  const open = candidates.filter(({ model }) => !left.some((one) => one.model === model));
  const chosen = Math.max(
    0,
    open.findIndex(({ outage }) => outage === null),
  );
  const candidate = open[chosen];
  if (candidate === undefined) return null;
  const skipped = open
    .slice(0, chosen)
    .flatMap(({ provider, model, outage }) => (outage ? [{ provider, model, reason: outage }] : []));
  return {
    candidate,
    passedOver: [...left, ...skipped],
    fallbacks: open.slice(chosen + 1).map(({ model }) => model),
  };
}
