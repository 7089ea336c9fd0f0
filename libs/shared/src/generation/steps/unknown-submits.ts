import { LEASE_SECONDS } from '@shared/database/lease';
import { AppError, toAppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Logger } from '@shared/telemetry/logger';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import type { EngineSettings } from '../pools/engine-settings';
import type { Pool } from '../pools/pool';
import type { PoolStates } from '../pools/pool-states';
import type { Recollection, SubmitOutcome } from '../providers/provider';
import type { Settlement } from '../settlement/settlement';
import type { StepSignals } from './step-signals';

export interface UnknownSubmitParts {
  attempts: AttemptRepository;
  states: PoolStates;
  settlement: Settlement;
  settings: EngineSettings;
  logger: Logger;
  poolOf: (attempt: Attempt) => Pool;
  pollInMs: (attempt: Attempt) => Promise<number>;
  /** Sends the request again under the attempt's key. Throws where it cannot be composed. */
  send: (attempt: Attempt, pool: Pool, signals: StepSignals) => Promise<SubmitOutcome>;
  settleSubmit: (attempt: Attempt, pool: Pool, outcome: SubmitOutcome, signal: AbortSignal) => Promise<void>;
}

/**
 * Submits of which nobody here can tell whether they arrived. In this order: the provider knows our key and answers for it;
 * its webhook names the attempt (heard elsewhere, at any time); what it keeps shows the attempt, or shows that there is
 * none. Where it can do nothing of that, policy decides, after the longest time in which a webhook would have come.
 */
export class UnknownSubmits {
  constructor(private readonly parts: UnknownSubmitParts) {}

  async declare(attempt: Attempt): Promise<void> {
    const error = new AppError('SUBMIT_UNKNOWN', 'the worker died while it was submitting');
    await this.parts.settlement.unknown(attempt, error);
  }

  async resolve(attempt: Attempt, signals: StepSignals): Promise<void> {
    const { settlement, settings, poolOf, pollInMs } = this.parts;
    const pool = poolOf(attempt);
    const knowsKey = isWhoWasAsked(pool, attempt) && pool.provider.offers.has('idempotency-key');
    // What nobody wants any more is not sent again: where the first send never arrived, that would begin it.
    if (knowsKey && !attempt.cancelRequested) return this.sendAgain(attempt, pool, signals);
    const recollection = await this.recall(attempt, pool, signals.stopping);
    switch (recollection?.kind) {
      case 'accepted':
        await failpoint('recall.after');
        await this.parts.states.learnAcceptedAfterAll(attempt.id);
        return settlement.accepted(attempt, recollection.operationId, await pollInMs(attempt));
      case 'never-accepted':
        // A record that does not show it yet proves nothing as long as the request may still be on its way.
        if (attempt.elapsedMs < this.onItsWayMs()) return this.askAgain(attempt, this.onItsWayMs());
        return this.endNeverAccepted(attempt);
      case 'nothing-yet':
        // It may be slow, and it may have failed at a price: no output is no proof.
        if (attempt.elapsedMs < this.longestMs()) return this.askAgain(attempt, this.longestMs());
        return this.applyPolicy(attempt);
      case 'cannot-tell':
        if (attempt.elapsedMs < settings.unknownTimeoutMs) return this.askAgain(attempt, settings.unknownTimeoutMs);
        return this.applyPolicy(attempt);
      default:
        // Whatever it made is no longer kept there.
        if (attempt.elapsedMs >= settings.resultKeptMs) return this.applyPolicy(attempt);
        return this.askAgain(attempt, settings.unknownTimeoutMs);
    }
  }

  private async sendAgain(attempt: Attempt, pool: Pool, signals: StepSignals): Promise<void> {
    const { settings, send, settleSubmit } = this.parts;
    const outcome = await send(attempt, pool, signals).catch((error: unknown): SubmitOutcome => ({
      kind: 'not-sent',
      error: toAppError(error),
    }));
    const isAnswer = outcome.kind === 'accepted' || outcome.kind === 'completed' || outcome.kind === 'failed';
    // A refusal of this send says nothing about the first one: limits, models and settings change.
    if (isAnswer) return settleSubmit(attempt, pool, outcome, signals.graceOver);
    this.warn(attempt, 'error' in outcome ? outcome.error : null);
    if (attempt.elapsedMs >= settings.unknownTimeoutMs) return this.applyPolicy(attempt);
    await this.askAgain(attempt, settings.unknownTimeoutMs);
  }

  // Null when the provider would know and can't be asked now.
  private async recall(attempt: Attempt, pool: Pool, signal: AbortSignal): Promise<Recollection | null> {
    const { settings } = this.parts;
    await failpoint('recall.before');
    try {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(settings.requestTimeoutMs)]);
      const found = await pool.provider.recall(attempt.id, inTime);
      return found.kind === 'accepted' || isWhoWasAsked(pool, attempt) ? found : { kind: 'cannot-tell' };
    } catch (error) {
      this.warn(attempt, error);
      return null;
    }
  }

  // Soon at first, then ever more rarely, and exactly when the wait is over.
  private async askAgain(attempt: Attempt, waitsUntilMs: number): Promise<void> {
    const { attempts, settings } = this.parts;
    const remainingMs = waitsUntilMs - attempt.elapsedMs;
    const inMs = Math.max(settings.retryBaseMs, Math.min(remainingMs, attempt.elapsedMs));
    await attempts.release(attempt, inMs);
  }

  // Whoever was sending it would have had its answer, or given up, by then.
  private onItsWayMs(): number {
    return LEASE_SECONDS * 1000 + this.parts.settings.requestTimeoutMs;
  }

  private longestMs(): number {
    return Math.max(this.parts.settings.unknownTimeoutMs, this.parts.settings.operationTimeoutMs);
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

  private warn({ filmId, id: attemptId }: Attempt, error: unknown): void {
    this.parts.logger.warn({ filmId, attemptId, error }, 'provider could not tell of an unknown submit');
  }
}

// Another credential, perhaps of another account, knows no key of ours and lists nothing of what was asked elsewhere.
function isWhoWasAsked(pool: Pool, attempt: Attempt): boolean {
  return pool.name === attempt.pool;
}
