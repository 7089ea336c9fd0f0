import { toAppError, toErrorFacts } from '@shared/errors/app-error';
import type { Logger } from '@shared/telemetry/logger';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import type { PassedOver } from '../attempts/choose-model';
import type { EngineSettings } from '../pools/engine-settings';
import { findReasonToLeave, type LeaveParts } from '../pools/find-reason-to-leave';
import { isOutage } from '../providers/is-outage';
import { prepareAttempt } from '../settlement/prepare-attempt';
import type { Settlement } from '../settlement/settlement';
import type { Workload } from '../attempts/workload';

export interface PreparationParts extends LeaveParts {
  attempts: AttemptRepository;
  settlement: Settlement;
  workload: Workload;
  settings: EngineSettings;
  logger: Logger;
}

/** What comes before an attempt has a slot: by whom it is to be made, and that it is not made there after all. */
export class Preparation {
  constructor(private readonly parts: PreparationParts) {}

  async prepare(attempt: Attempt): Promise<void> {
    const { db, settlement } = this.parts;
    const tooDear: PassedOver[] = [];
    for (;;) {
      let prepared;
      try {
        prepared = await prepareAttempt(attempt, { ...this.parts, tx: db.manager, tooDear });
      } catch (error) {
        await this.prepareLaterOrFail(attempt, error);
        return;
      }
      const error = await settlement.reserve(attempt, prepared);
      if (error === null) return;
      const { provider, model } = prepared;
      tooDear.push({ provider, model, reason: toErrorFacts(error) });
    }
  }

  /** Nobody gets an answer where it waits. */
  async turnAway(attempt: Attempt): Promise<void> {
    const reason = await findReasonToLeave(attempt, this.parts);
    if (reason === null) return this.parts.attempts.release(attempt, 0);
    await this.parts.settlement.ended(attempt, { to: 'failed', capturedMicros: 0, ...reason });
  }

  // Nothing was asked for yet: an outage is waited for, anything else counts as an attempt that failed.
  private async prepareLaterOrFail(attempt: Attempt, thrown: unknown): Promise<void> {
    const { attempts, settlement, settings, logger } = this.parts;
    const { id: attemptId, filmId } = attempt;
    const error = toAppError(thrown);
    logger.warn({ filmId, attemptId, error }, 'cannot prepare');
    if (!isOutage(thrown)) return settlement.ended(attempt, { to: 'failed', error, capturedMicros: 0 });
    await attempts.release(attempt, settings.retryBaseMs * (1 + Math.random()));
  }
}
