import type { Operation } from '../operations/operation';
import type { Simulator } from '../simulator';
import { strikeAfterAccept, strikeBeforeAccept } from './strike';

/** What a fault makes of the question how an operation is doing: no answer, or an end that it would not have had. */
export async function strikePoll({ faults, operations }: Simulator, operation: Operation): Promise<void> {
  const { kind, model, brief } = operation;
  const target = { operation: 'poll', kind, model, prompt: brief.prompt } as const;
  const fault = faults.take(target);
  await strikeBeforeAccept(fault, target);
  if (fault?.fault === 'fail') await operations.end(operation, 'failed');
  if (fault?.fault === 'refuse') {
    if (fault.flagged !== undefined) operation.flagged = fault.flagged;
    await operations.end(operation, 'refused');
  }
  await strikeAfterAccept(fault);
}
