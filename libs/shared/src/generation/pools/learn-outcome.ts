import type { ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import type { Pool } from './pool';
import type { PoolStates } from './pool-states';
import type { SubmitOutcome } from '../providers/provider';

/** What the end of one POST says about the vendor, whatever it says about the request. */
export async function learnOutcome(states: PoolStates, pool: Pool, outcome: SubmitOutcome): Promise<void> {
  switch (decideLesson(outcome)) {
    case 'accepted':
      return states.learnAccepted(pool);
    case 'answered':
      return states.learnAnswer(pool);
    case 'failed':
      return states.learnFailure(pool, errorOf(outcome), { isFinal: false });
    case 'shut':
      return states.learnFailure(pool, errorOf(outcome), { isFinal: true });
    case 'nothing':
      return;
  }
}

/** `answered`: it is there. `failed`: perhaps it is not. `shut`: nobody gets anything there until somebody changes something. */
type Lesson = 'accepted' | 'answered' | 'failed' | 'shut' | 'nothing';

const SHUT: readonly ErrorCode[] = ['PROVIDER_AUTH', 'MODEL_RETIRED'];

export function decideLesson(outcome: SubmitOutcome): Lesson {
  if (outcome.kind === 'accepted' || outcome.kind === 'completed') return 'accepted';
  const { code } = outcome.error;
  if (SHUT.includes(code)) return 'shut';
  // Whatever else keeps a request from being sent is ours.
  if (outcome.kind === 'not-sent') return code === 'PROVIDER_UNAVAILABLE' ? 'failed' : 'nothing';
  // A refusal was written by somebody who has read the request.
  return outcome.kind === 'ambiguous' ? 'failed' : 'answered';
}

function errorOf(outcome: SubmitOutcome): AppError {
  return 'error' in outcome ? outcome.error : new AppError('INTERNAL', 'an answer without an error');
}

/** A model that is gone is named with what to use instead. */
export function nameSuccessors(error: AppError, successors: readonly string[]): AppError {
  if (error.code !== 'MODEL_RETIRED' || successors.length === 0) return error;
  const isNamed = successors.some((name) => error.message.includes(name));
  const message = isNamed ? error.message : `${error.message}; use ${successors.join(' or ')} instead`;
  return new AppError(error.code, message, { cause: error, details: { ...error.details, successors } });
}
