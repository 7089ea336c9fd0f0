import { AppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Logger } from '@shared/telemetry/logger';
import type { Attempt } from './attempt';
import type { AttemptRepository } from './attempt-repository';
import type { EngineSettings } from './engine-settings';
import type { Recollection } from './provider';
import type { Settlement } from './settlement';
import type { Workload } from './workload';

export interface UnknownSubmitParts {
  attempts: AttemptRepository;
  settlement: Settlement;
  workload: Workload;
  settings: EngineSettings;
  logger: Logger;
  pollInMs: (elapsedMs: number) => Promise<number>;
}

/** Submits of which nobody here can tell whether they arrived. What the provider remembers counts; policy only where it remembers nothing. */
export class UnknownSubmits {
  constructor(private readonly parts: UnknownSubmitParts) {}

  // A list that does not name the attempt yet proves nothing so soon: the request may still be on its way.
  async declare(attempt: Attempt, signal: AbortSignal): Promise<void> {
    const recollection = await this.recall(attempt, signal);
    if (recollection?.kind === 'accepted') return this.bind(attempt, recollection.operationId);
    const error = new AppError('SUBMIT_UNKNOWN', 'the worker died while it was submitting');
    await this.parts.settlement.unknown(attempt, error);
  }

  async resolve(attempt: Attempt, signal: AbortSignal): Promise<void> {
    const recollection = await this.recall(attempt, signal);
    switch (recollection?.kind) {
      case 'accepted':
        return this.bind(attempt, recollection.operationId);
      case 'never-accepted':
        return this.endNeverAccepted(attempt);
      case 'cannot-tell':
        return this.applyPolicy(attempt);
      default:
        return this.parts.attempts.release(attempt, this.parts.settings.retryBaseMs);
    }
  }

  // Null when the provider would know and can't be asked now.
  private async recall(attempt: Attempt, signal: AbortSignal): Promise<Recollection | null> {
    await failpoint('recall.before');
    try {
      return await this.parts.workload.provider.recall(attempt.id, signal);
    } catch (error) {
      const { filmId, id: attemptId } = attempt;
      const facts = { filmId, attemptId, error };
      this.parts.logger.warn(facts, 'provider could not be asked for an unknown submit');
      return null;
    }
  }

  private async bind(attempt: Attempt, operationId: string): Promise<void> {
    const { settlement, pollInMs } = this.parts;
    await failpoint('recall.after');
    await settlement.accepted(attempt, operationId, await pollInMs(attempt.elapsedMs));
  }

  private async endNeverAccepted(attempt: Attempt): Promise<void> {
    const error = new AppError('SUBMIT_UNKNOWN', 'the provider never accepted the request', { retryable: true });
    await this.parts.settlement.ended(attempt, { to: 'failed', error, capturedMicros: 0 });
  }

  private async applyPolicy(attempt: Attempt): Promise<void> {
    const { settlement, settings } = this.parts;
    const error = new AppError('SUBMIT_UNKNOWN', 'nobody can tell whether the provider accepted the request', {
      retryable: settings.unknownPolicy === 'resubmit',
      details: { policy: settings.unknownPolicy },
    });
    await settlement.ended(attempt, { to: 'failed', error, capturedMicros: attempt.priceMicros });
  }
}
