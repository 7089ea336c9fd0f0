import { AppError } from '@shared/errors/app-error';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import type { EngineSettings } from '../pools/engine-settings';
import { isOutage } from '../providers/is-outage';
import type { Settlement } from '../settlement/settlement';

export interface LateOperationParts {
  attempts: AttemptRepository;
  settlement: Settlement;
  settings: EngineSettings;
}

const MAX_LATE_GAP_MS = 600_000;

/** Operations past their deadline: their unit fails once, and they are asked for ever more rarely until the provider keeps them no longer. */
export class LateOperations {
  constructor(private readonly parts: LateOperationParts) {}

  /** What the provider or the result says ends the wait; an outage, of theirs or of ours, is waited for, and not for ever. */
  isTimeUp({ overdue, elapsedMs }: Attempt, error: AppError): boolean {
    const { operationTimeoutMs, outagePatienceMs } = this.parts.settings;
    return overdue && (!isOutage(error) || elapsedMs > operationTimeoutMs + outagePatienceMs);
  }

  async askLater(attempt: Attempt): Promise<void> {
    const { attempts, settlement, settings } = this.parts;
    const nextPollInMs = Math.min(MAX_LATE_GAP_MS, Math.max(settings.pollMaxGapMs, attempt.elapsedMs / 8));
    const message = `operation ${attempt.operationId ?? ''} was not settled within ${settings.operationTimeoutMs} ms`;
    const error = new AppError('RESULT_UNRETRIEVABLE', message, { details: { operationId: attempt.operationId } });
    if (attempt.status !== 'overdue') return settlement.overdue(attempt, error, nextPollInMs);
    if (attempt.elapsedMs < settings.resultKeptMs) return attempts.release(attempt, nextPollInMs, { polls: 1 });
    // Nobody can say that it was not billed: it counts as spent.
    await settlement.ended(attempt, { to: 'unretrievable', error, capturedMicros: attempt.priceMicros });
  }
}
