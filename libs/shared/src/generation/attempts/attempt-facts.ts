import type { EventData } from '@shared/contracts/events';
import type { Attempt } from './attempt';

/** What every event about an attempt says of it. */
export function toAttemptFacts(
  attempt: Attempt,
): Pick<
  EventData<'attempt.submitted'>,
  'revision' | 'attemptId' | 'unit' | 'number' | 'provider' | 'model' | 'operationId'
> {
  const { id: attemptId, revision, unit, number, provider, model, operationId } = attempt;
  if (provider === null || model === null) throw new Error(`attempt ${attemptId} was never prepared`);
  return { revision, attemptId, unit, number, provider, model, operationId };
}
