import type { EntityManager } from 'typeorm';
import { AppError, toErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import type { PassedOver } from '../attempts/choose-model';
import { decideDetour, type Detour } from './decide-detour';
import { decideRetry, rememberedError, type RetryDecision } from './decide-retry';
import type { EngineSettings } from '../pools/engine-settings';
import type { FilmWork } from '../films/film-work';
import type { Departure } from '../pools/find-reason-to-leave';
import type { Pools } from '../pools/pool';
import type { PoolStates } from '../pools/pool-states';

export interface RetryParts {
  attempts: AttemptRepository;
  films: FilmWork;
  pools: Pools;
  states: PoolStates;
  settings: EngineSettings;
}

interface Cause {
  error: AppError;
  /** Nobody gets an answer of this model. */
  leavesModel?: Departure;
}

/** Plans what follows an attempt that ended without a result, in the transaction that ends it. */
export class Retries {
  constructor(private readonly parts: RetryParts) {}

  /** False: nothing follows. */
  async planNext(tx: EntityManager, ended: Attempt, cause: Cause): Promise<boolean> {
    if (!(await this.parts.films.isWanted(tx, ended))) return false;
    if (cause.leavesModel === 'for-now') return this.beginAnew(tx, ended, cause.error);
    const detour = await this.findDetour(tx, ended, cause);
    if (detour !== null) return this.goRound(tx, ended, { detour, error: cause.error });
    const error = causeOf(ended, cause.error);
    const decision = decideRetry(error, ended.counted, this.parts.settings, Math.random());
    if (decision.kind === 'give-up' || !(await this.isPatient(tx, ended, decision))) return false;
    const counted = ended.counted + (decision.counts ? 1 : 0);
    await this.plan(tx, ended, { counted, error: cause.error, dueInMs: decision.inMs, leaving: null });
    return true;
  }

  private async findDetour(tx: EntityManager, ended: Attempt, { error, leavesModel }: Cause): Promise<Detour | null> {
    if (ended.model === null) return null;
    if (leavesModel === 'for-good') return 'next-model';
    const hasOtherCredential = await this.hasOtherCredential(tx, ended);
    return decideDetour(error, { hasOtherCredential, fallbacks: ended.fallbacks });
  }

  // Another model is another beginning: it has all its attempts.
  private async goRound(
    tx: EntityManager,
    ended: Attempt,
    { detour, error }: { detour: Detour; error: AppError },
  ): Promise<true> {
    const { provider, model } = ended;
    const left = { provider: provider ?? '', model: model ?? '', reason: toErrorFacts(error) };
    const next = detour === 'next-model' ? { counted: 1, leaving: left } : { counted: ended.counted, leaving: null };
    await this.plan(tx, ended, { ...next, error, dueInMs: 0 });
    return true;
  }

  // Nothing was sent, and it may be made there yet: by whom it is made is chosen as if for the first time.
  private async beginAnew(tx: EntityManager, ended: Attempt, error: AppError): Promise<true> {
    await this.plan(tx, ended, { counted: 1, error, dueInMs: 0, leaving: null });
    return true;
  }

  private async plan(
    tx: EntityManager,
    ended: Attempt,
    next: { counted: number; error: AppError; dueInMs: number; leaving: PassedOver | null },
  ): Promise<void> {
    const { counted, dueInMs, leaving } = next;
    const error = rememberedError(ended.previousError, toErrorFacts(next.error));
    // One that was never prepared has still to leave what the one before it was to leave.
    await this.parts.films.plan(
      tx,
      { ...ended, leaving: leaving ?? ended.leaving },
      { number: ended.number, counted, error, dueInMs },
    );
  }

  private async hasOtherCredential(tx: EntityManager, { pool: own, model }: Attempt): Promise<boolean> {
    const { pools, states } = this.parts;
    const others = pools.of(model ?? '').filter(({ name }) => name !== own);
    return others.length > 0 && (await states.findOutage(tx, others, { isWaiting: true })) === null;
  }

  // What uses up none of a unit's attempts would be tried for ever where a quota is zero.
  private async isPatient(tx: EntityManager, ended: Attempt, decision: RetryDecision): Promise<boolean> {
    if (decision.kind === 'give-up' || decision.counts) return true;
    return (await this.parts.attempts.waitedMs(tx, ended)) < this.parts.settings.quotaPatienceMs;
  }
}

// Stopped for a revision that no longer needed it, and then taken over by one that does: to be bought after all.
function causeOf({ status, cancelRequested }: Attempt, error: AppError): AppError {
  if (status !== 'cancelled' || cancelRequested) return error;
  return new AppError('PROVIDER_FAILED', 'the provider has stopped the operation', { cause: error });
}
