import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import { isOutage } from '../providers/is-outage';

/** A model that a unit goes on without, and why. */
export interface PassedOver {
  provider: string;
  model: string;
  reason: ErrorFacts;
  /** It was only out: the unit may come back to it where no other is left. */
  isForNow?: true;
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
  /** What is left to try beside it. */
  fallbacks: readonly string[];
}

/**
 * The first model in the order of the film that a unit has not left for good and that can be asked now; after all others, those that
 * it went by because they were out. Where none of them can, the first waits: to go from one dead vendor to the next helps nobody.
 */
export function chooseModel(candidates: readonly Candidate[], left: readonly PassedOver[]): Choice | null {
  const open = candidates.filter(({ model }) => !left.some((one) => one.model === model && !one.isForNow));
  const isNew = ({ model }: Candidate) => !left.some((one) => one.model === model);
  const ordered = [...open.filter(isNew), ...open.filter((one) => !isNew(one))];
  const chosen = Math.max(
    0,
    ordered.findIndex(({ outage }) => outage === null),
  );
  const candidate = ordered[chosen];
  if (candidate === undefined) return null;
  const skipped = ordered.slice(0, chosen).filter(isNew).flatMap(toPassedOver);
  const passedOver = [...left, ...skipped].filter(({ model }) => model !== candidate.model);
  const isLeft = (model: string) => skipped.some((one) => one.model === model && !one.isForNow);
  const fallbacks = ordered.filter((one) => one !== candidate && !isLeft(one.model)).map(({ model }) => model);
  return { candidate, passedOver, fallbacks };
}

/** Whether it was left before, and in the same way: then that has been told. */
export function isAmong(passedOver: readonly PassedOver[], { model, isForNow }: PassedOver): boolean {
  return passedOver.some((one) => one.model === model && one.isForNow === isForNow);
}

function toPassedOver({ provider, model, outage }: Candidate): PassedOver[] {
  if (outage === null) return [];
  return [{ provider, model, reason: outage, ...(isPassing(outage) && { isForNow: true }) }];
}

function isPassing({ code, message }: ErrorFacts): boolean {
  return isOutage(new AppError(code, message));
}
