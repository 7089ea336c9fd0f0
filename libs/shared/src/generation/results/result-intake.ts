import { setTimeout as wait } from 'node:timers/promises';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Micros } from '@shared/contracts/money';
import { AppError, toAppError } from '@shared/errors/app-error';
import type { Logger } from '@shared/telemetry/logger';
import type { Turns } from '@shared/lifecycle/turns';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import { decideTakeIn } from './decide-take-in';
import type { EngineSettings } from '../pools/engine-settings';
import { findPool } from '../pools/find-pool';
import { isOutage } from '../providers/is-outage';
import type { Pools } from '../pools/pool';
import type { Cost, GenerationResult } from '../providers/provider';
import type { Settlement } from '../settlement/settlement';
import { takeInResult } from './take-in-result';
import type { Workload } from '../attempts/workload';

export interface IntakeParts {
  attempts: AttemptRepository;
  settlement: Settlement;
  store: ArtifactStore;
  workload: Workload;
  pools: Pools;
  settings: EngineSettings;
  /** What is prepared waits for. */
  turns: Turns;
  logger: Logger;
}

/** What the provider says is done and what it costs. */
interface Finished {
  result: GenerationResult;
  costMicros: Cost;
}

/** A result that cannot be had now is asked for again; it is never a reason to buy it again. */
export class ResultIntake {
  /** `whenTimeIsUp` takes over an attempt whose deadline ends its tries; null where there is time. */
  constructor(
    private readonly parts: IntakeParts,
    private readonly whenTimeIsUp: (attempt: Attempt, error: AppError) => Promise<void> | null,
  ) {}

  async takeIn(
    attempt: Attempt,
    finished: Finished,
    signal: AbortSignal,
    waitsSince = performance.now(),
  ): Promise<void> {
    const { settlement, store, workload, pools, settings, turns } = this.parts;
    const { result, costMicros } = finished;
    const { maxResultBytes: maxBytes, resultTimeoutMs: totalMs, resultStallMs: stallMs } = settings;
    let taken;
    try {
      const { provider } = findPool(pools, attempt);
      const limits = { maxBytes, totalMs, stallMs };
      const takeIn = () => takeInResult(attempt, result, { store, workload, provider, limits }, signal);
      // What is here already is taken in at once; a download waits for others.
      taken = await (result.kind === 'remote' ? takeIn() : turns.takeAhead(takeIn));
    } catch (error) {
      signal.throwIfAborted();
      if (attempt.operationId === null && isOutage(error) && this.mayWait(waitsSince)) {
        // It is in this process's hands and nowhere else: it waits here.
        await wait(settings.retryBaseMs * (1 + Math.random()), undefined, { signal });
        return this.takeIn(attempt, finished, signal, waitsSince);
      }
      return this.takeInLaterOrFail(attempt, toAppError(error), costMicros);
    }
    await settlement.stored(attempt, taken.artifact, taken.facts, this.capturedFor(attempt, costMicros));
  }

  /** Of a cost that cannot be told, the price that is held, and a word about it. */
  capturedFor(attempt: Attempt, costMicros: Cost): Micros {
    if (costMicros !== null) return costMicros;
    const { id: attemptId, filmId, model, priceMicros } = attempt;
    this.parts.logger.warn(
      { attemptId, filmId, model, priceMicros },
      'no price is known for what the provider reports: the held price counts as its cost',
    );
    return priceMicros;
  }

  /** How an attempt ends whose work failed at the provider. */
  toFailed(attempt: Attempt, { error, costMicros }: { error: AppError; costMicros: Cost }) {
    return { to: 'failed', error, capturedMicros: this.capturedFor(attempt, costMicros) } as const;
  }

  private mayWait(since: number): boolean {
    return performance.now() - since < this.parts.settings.operationTimeoutMs;
  }

  private async takeInLaterOrFail(attempt: Attempt, error: AppError, costMicros: Cost): Promise<void> {
    const { attempts, settlement, settings, logger } = this.parts;
    logger.warn({ filmId: attempt.filmId, attemptId: attempt.id, error }, 'result could not be taken in');
    const decision = decideTakeIn(error, attempt.takeIns, settings, Math.random());
    if (decision.kind === 'failed' || attempt.operationId === null) {
      const capturedMicros = this.capturedFor(attempt, costMicros);
      return settlement.ended(attempt, { to: 'failed', error, capturedMicros });
    }
    if (decision.kind === 'unretrievable') return this.giveUp(attempt, error, costMicros);
    await (this.whenTimeIsUp(attempt, error) ?? attempts.release(attempt, decision.inMs, { takeIns: decision.counts }));
  }

  // It is there and paid for, and every try to fetch it came to nothing: the id says where somebody may still find it.
  private async giveUp(attempt: Attempt, cause: AppError, costMicros: Cost): Promise<void> {
    const { operationId } = attempt;
    const message = `operation ${operationId ?? ''} is done, and its result cannot be fetched: ${cause.message}`;
    const error = new AppError('RESULT_UNRETRIEVABLE', message, { cause, details: { operationId } });
    const capturedMicros = this.capturedFor(attempt, costMicros);
    await this.parts.settlement.ended(attempt, { to: 'unretrievable', error, capturedMicros });
  }
}
