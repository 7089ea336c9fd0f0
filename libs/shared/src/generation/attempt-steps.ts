import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Logger } from '@shared/telemetry/logger';
import { AppError, toAppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Attempt } from './attempt';
import type { AttemptRepository } from './attempt-repository';
import { type NextStep, decideNext } from './decide-next';
import { jitteredWaitMs } from './decide-retry';
import type { EngineSettings } from './engine-settings';
import { isOutage } from './is-outage';
import { type CompletionTimes, nextPollInMs } from './poll-schedule';
import type { GenerationResult, PollOutcome, SubmitOutcome } from './provider';
import type { Settlement } from './settlement';
import { takeInResult } from './take-in-result';
import { UnknownSubmits } from './unknown-submits';
import type { Workload } from './workload';

export interface StepParts {
  attempts: AttemptRepository;
  settlement: Settlement;
  store: ArtifactStore;
  workload: Workload;
  settings: EngineSettings;
  completionTimes(): Promise<CompletionTimes>;
  logger: Logger;
}

export interface StepSignals {
  /** Somebody else has the attempt now, or the time to stop is over. Ends even a submit, whose outcome is then unknown. */
  leaseLost: AbortSignal;
  /** The worker stops, or its lease is lost. Ends all that can be asked again at no cost. */
  stopping: AbortSignal;
}

/** Results that were checked and found wanting this often are what the provider made, not an accident of the transfer. */
const MAX_TAKE_INS = 3;

/** The shortest time for which providers keep a result. */
const KEPT_MS = 24 * 3_600_000;

/** Does what `decideNext` says with one leased attempt. Each step ends with a write that carries the lease's token. */
export class AttemptSteps {
  private readonly unknowns: UnknownSubmits;

  constructor(private readonly parts: StepParts) {
    this.unknowns = new UnknownSubmits({ ...parts, pollInMs: (elapsedMs) => this.pollInMs(elapsedMs) });
  }

  async run(attempt: Attempt, intentIsMine: boolean, signals: StepSignals): Promise<void> {
    const { unknownTimeoutMs } = this.parts.settings;
    const step = decideNext(attempt, { intentIsMine, unknownTimeoutMs });
    await this.take[step](attempt, signals);
  }

  private readonly take: Record<NextStep, (attempt: Attempt, signals: StepSignals) => Promise<void>> = {
    prepare: (attempt) => this.prepare(attempt),
    submit: (attempt, signals) => this.submit(attempt, signals),
    'declare-unknown': (attempt, { stopping }) => this.unknowns.declare(attempt, stopping),
    poll: (attempt, { stopping }) => this.poll(attempt, stopping),
    'cancel-operation': (attempt, { stopping }) => this.cancelOperation(attempt, stopping),
    'apply-unknown-policy': (attempt, { stopping }) => this.unknowns.resolve(attempt, stopping),
    leave: (attempt) => this.parts.attempts.release(attempt, 1000),
  };

  private async prepare(attempt: Attempt): Promise<void> {
    const { settlement, workload } = this.parts;
    let prepared;
    try {
      prepared = await workload.prepare(attempt);
    } catch (error) {
      await this.prepareLaterOrFail(attempt, error);
      return;
    }
    await settlement.reserve(attempt, prepared);
  }

  // Nothing was asked for yet: an outage is waited for, anything else counts as an attempt that failed.
  private async prepareLaterOrFail(attempt: Attempt, thrown: unknown): Promise<void> {
    const { attempts, settlement, settings } = this.parts;
    const error = toAppError(thrown);
    this.warn(attempt, error, 'cannot prepare');
    if (!isOutage(thrown)) return settlement.ended(attempt, { to: 'failed', error, capturedMicros: 0 });
    await attempts.release(attempt, settings.retryBaseMs * (1 + Math.random()));
  }

  private async submit(attempt: Attempt, { leaseLost, stopping }: StepSignals): Promise<void> {
    const { workload, settings } = this.parts;
    const labels = { attempt: attempt.id, unit: `${attempt.unit.kind}-${attempt.unit.n}`, film: attempt.filmId };
    const timeout = AbortSignal.timeout(settings.requestTimeoutMs);
    const outcome = await workload.provider.submit(attempt.request, {
      labels,
      signal: AbortSignal.any([leaseLost, timeout]),
    });
    await failpoint('submit.after-answer');
    await this.settleSubmit(attempt, outcome, stopping);
  }

  private async settleSubmit(attempt: Attempt, outcome: SubmitOutcome, signal: AbortSignal): Promise<void> {
    const { settlement, settings } = this.parts;
    switch (outcome.kind) {
      case 'accepted':
        return settlement.accepted(attempt, outcome.operationId, await this.pollInMs(0));
      case 'completed':
        return this.takeIn(attempt, outcome, signal);
      case 'failed':
        return settlement.ended(attempt, { to: 'failed', error: outcome.error, capturedMicros: outcome.costMicros });
      case 'refused':
        return settlement.ended(attempt, { to: 'rejected', error: outcome.error, capturedMicros: 0 });
      case 'not-sent':
        return settlement.notSent(
          attempt,
          jitteredWaitMs(attempt.polls + 2, settings.retryBaseMs, Math.random()),
          outcome.error,
        );
      case 'ambiguous':
        return settlement.unknown(attempt, outcome.error);
    }
  }

  private async poll(attempt: Attempt, signal: AbortSignal): Promise<void> {
    const { workload, settings } = this.parts;
    if (attempt.operationId === null) throw new Error(`attempt ${attempt.id} is running without an operation`);
    await failpoint('poll.before');
    const timeout = AbortSignal.timeout(settings.requestTimeoutMs);
    const outcome = await workload.provider.poll(
      attempt.operationId,
      attempt.request,
      AbortSignal.any([signal, timeout]),
    );
    await failpoint('poll.after');
    await this.settlePoll(attempt, outcome, signal);
  }

  private async settlePoll(attempt: Attempt, outcome: PollOutcome, signal: AbortSignal): Promise<void> {
    const { settlement } = this.parts;
    const completionMs = Math.round(attempt.elapsedMs);
    switch (outcome.kind) {
      case 'running':
        return attempt.overdue ? this.giveUp(attempt) : this.pollAgain(attempt);
      case 'unreadable':
        if (isTimeUp(attempt, outcome.error)) return this.giveUp(attempt);
        this.warn(attempt, outcome.error, 'poll answered nothing that can be read');
        return this.pollAgain(attempt, outcome.error.retryAfterMs);
      case 'completed':
        return this.takeIn(attempt, outcome, signal);
      case 'failed':
        return settlement.ended(attempt, {
          to: 'failed',
          error: outcome.error,
          capturedMicros: outcome.costMicros,
          completionMs,
        });
      case 'cancelled':
        return settlement.ended(attempt, {
          to: 'cancelled',
          error: new AppError('CANCELLED', 'the provider cancelled the operation'),
          capturedMicros: 0,
        });
    }
  }

  // A result that cannot be had now is asked for again; it is never a reason to buy it again.
  private async takeIn(
    attempt: Attempt,
    { result, costMicros }: { result: GenerationResult; costMicros: number },
    signal: AbortSignal,
  ) {
    const { settlement, store, workload, settings } = this.parts;
    const completionMs = Math.round(attempt.elapsedMs);
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(settings.resultTimeoutMs)]);
    let taken;
    try {
      taken = await takeInResult(attempt, result, { store, workload, maxResultBytes: settings.maxResultBytes }, inTime);
    } catch (error) {
      signal.throwIfAborted();
      return this.takeInLaterOrFail(attempt, toAppError(error), costMicros);
    }
    await settlement.stored(attempt, taken.artifact, taken.facts, { capturedMicros: costMicros, completionMs });
  }

  private async takeInLaterOrFail(attempt: Attempt, error: AppError, costMicros: number): Promise<void> {
    this.warn(attempt, error, 'result could not be taken in');
    const isTheResult = error.code === 'STORYBOARD_INVALID' || error.code === 'PROVIDER_REFUSED_CONTENT';
    const isWanting = error.code === 'MEDIA_INVALID';
    const isFinal = isTheResult || (isWanting && attempt.takeIns + 1 >= MAX_TAKE_INS);
    if (!isFinal && attempt.operationId !== null) {
      if (isTimeUp(attempt, error)) return this.giveUp(attempt);
      return this.parts.attempts.release(attempt, this.parts.settings.retryBaseMs, { takeIns: isWanting ? 1 : 0 });
    }
    await this.parts.settlement.ended(attempt, { to: 'failed', error, capturedMicros: costMicros });
  }

  private async cancelOperation(attempt: Attempt, signal: AbortSignal): Promise<void> {
    if (attempt.operationId !== null) {
      await this.parts.workload.provider.cancel(attempt.operationId, signal).catch((error: unknown) => {
        this.warn(attempt, toAppError(error), 'provider did not take the cancel');
      });
    }
    await this.poll(attempt, signal);
  }

  private async giveUp(attempt: Attempt): Promise<void> {
    const error = new AppError(
      'RESULT_UNRETRIEVABLE',
      `operation ${attempt.operationId ?? ''} was not settled within ${this.parts.settings.operationTimeoutMs} ms`,
      { details: { operationId: attempt.operationId } },
    );
    // Nobody can say that it was not billed: it counts as spent.
    await this.parts.settlement.ended(attempt, { to: 'unretrievable', error, capturedMicros: attempt.priceMicros });
  }

  private async pollAgain(attempt: Attempt, atLeastMs = 0): Promise<void> {
    const inMs = Math.max(atLeastMs, await this.pollInMs(attempt.elapsedMs));
    await this.parts.attempts.release(attempt, inMs, { polls: 1 });
  }

  private async pollInMs(elapsedMs: number): Promise<number> {
    const { pollPoints: points, pollMaxGapMs: maxGapMs } = this.parts.settings;
    return nextPollInMs(elapsedMs, await this.parts.completionTimes(), { points, maxGapMs });
  }

  private warn(attempt: Attempt, error: AppError, message: string): void {
    this.parts.logger.warn({ filmId: attempt.filmId, attemptId: attempt.id, error }, message);
  }
}

// Past the deadline, what the provider or the result says ends it; an outage, of theirs or of ours, is waited for.
function isTimeUp({ overdue, elapsedMs }: Attempt, error: AppError): boolean {
  return overdue && (!isOutage(error) || elapsedMs > KEPT_MS);
}
