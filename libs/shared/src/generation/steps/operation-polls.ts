import type { Logger } from '@shared/telemetry/logger';
import { AppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import type { EngineSettings } from '../pools/engine-settings';
import { findPool } from '../pools/find-pool';
import type { LearnedTimes } from '../pools/learned-times';
import type { Pools } from '../pools/pool';
import { nextPollInMs } from '../providers/poll-schedule';
import type { PollOutcome, Provider } from '../providers/provider';
import type { ResultIntake } from '../results/result-intake';
import { askedWaitMs } from '../settlement/decide-retry';
import type { Settlement } from '../settlement/settlement';
import type { LateOperations } from './late-operations';

export interface PollParts {
  attempts: AttemptRepository;
  pools: Pools;
  settlement: Settlement;
  settings: EngineSettings;
  times: LearnedTimes;
  logger: Logger;
}

interface Helpers {
  late: LateOperations;
  intake: ResultIntake;
}

/** A quota that is back tomorrow is one of submits: the operation ends today. */
const MAX_ASKED_GAP_MS = 60_000;

/** Asks the provider for an operation of ours, and does what follows from what it says. */
export class OperationPolls {
  constructor(
    private readonly parts: PollParts,
    private readonly helpers: Helpers,
  ) {}

  async poll(attempt: Attempt, signal: AbortSignal): Promise<void> {
    if (attempt.operationId === null) throw new Error(`attempt ${attempt.id} is running without an operation`);
    await failpoint('poll.before');
    const outcome = await this.providerOf(attempt).poll(attempt.operationId, attempt.request, this.inTime(signal));
    await failpoint('poll.after');
    await this.settle(attempt, outcome, signal);
  }

  /** Asks it to stop, and what has become of it by then. */
  async cancel(attempt: Attempt, signal: AbortSignal): Promise<void> {
    if (attempt.operationId !== null) {
      await this.providerOf(attempt)
        .cancel(attempt.operationId, this.inTime(signal))
        .catch((error: unknown) => {
          this.warn(attempt, error, 'provider did not take the cancel');
        });
    }
    await this.poll(attempt, signal);
  }

  /** Milliseconds until it is worth asking, `elapsedMs` after the submit. */
  async nextInMs(attempt: Attempt, elapsedMs = attempt.elapsedMs): Promise<number> {
    const { pools, times, settings } = this.parts;
    const { pollPoints: points, pollMaxGapMs: maxGapMs, webhooks } = settings;
    const pool = findPool(pools, attempt);
    const isTold = webhooks !== null && pool.provider.offers.has('webhook');
    return nextPollInMs(elapsedMs, await times.of(pool), { points, maxGapMs, isTold });
  }

  private async settle(attempt: Attempt, outcome: PollOutcome, signal: AbortSignal): Promise<void> {
    const { settlement } = this.parts;
    const { late, intake } = this.helpers;
    const completionMs = Math.round(attempt.elapsedMs);
    switch (outcome.kind) {
      case 'running':
        return attempt.overdue ? late.askLater(attempt) : this.pollAgain(attempt);
      case 'unreadable':
        if (late.isTimeUp(attempt, outcome.error)) return late.askLater(attempt);
        this.warn(attempt, outcome.error, 'poll answered nothing that can be read');
        return this.pollAgain(attempt, Math.min(MAX_ASKED_GAP_MS, askedWaitMs(outcome.error)));
      case 'completed':
        if (attempt.status !== 'running') return intake.takeIn(attempt, outcome, signal);
        return intake.takeIn(await settlement.collecting(attempt, completionMs), outcome, signal);
      case 'failed':
        return settlement.ended(attempt, { ...intake.toFailed(attempt, outcome), completionMs });
      case 'cancelled':
        return settlement.ended(attempt, {
          to: 'cancelled',
          error: new AppError('CANCELLED', 'the provider cancelled the operation'),
          capturedMicros: 0,
        });
    }
  }

  private async pollAgain(attempt: Attempt, atLeastMs = 0): Promise<void> {
    const inMs = Math.max(atLeastMs, await this.nextInMs(attempt));
    await this.parts.attempts.release(attempt, inMs, { polls: 1 });
  }

  private providerOf(attempt: Attempt): Provider {
    return findPool(this.parts.pools, attempt).provider;
  }

  private inTime(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(this.parts.settings.requestTimeoutMs)]);
  }

  private warn({ filmId, id: attemptId }: Attempt, error: unknown, message: string): void {
    this.parts.logger.warn({ filmId, attemptId, error }, message);
  }
}
