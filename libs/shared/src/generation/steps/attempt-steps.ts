import type { DataSource } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Logger } from '@shared/telemetry/logger';
import { AppError, toAppError } from '@shared/errors/app-error';
import { LEASE_SECONDS, LeaseLostError } from '@shared/database/lease';
import { failpoint } from '@shared/failpoints/failpoint';
import type { RightOfWay } from '@shared/lifecycle/right-of-way';
import { Turns } from '@shared/lifecycle/turns';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import { type NextStep, decideNext } from './decide-next';
import { jitteredWaitMs } from '../settlement/decide-retry';
import type { EngineSettings } from '../pools/engine-settings';
import type { FilmWork } from '../films/film-work';
import { findPool } from '../pools/find-pool';
import { LateOperations } from './late-operations';
import { learnOutcome, nameSuccessors } from '../pools/learn-outcome';
import type { LearnedTimes } from '../pools/learned-times';
import type { Pool, Pools } from '../pools/pool';
import type { PoolStates } from '../pools/pool-states';
import { OperationPolls } from './operation-polls';
import { Preparation } from './preparation';
import type { SubmitOutcome } from '../providers/provider';
import { ResultIntake } from '../results/result-intake';
import type { Settlement } from '../settlement/settlement';
import type { StepSignals } from './step-signals';
import { UnknownSubmits } from './unknown-submits';
import type { Workload } from '../attempts/workload';

export interface StepParts {
  db: DataSource;
  attempts: AttemptRepository;
  pools: Pools;
  states: PoolStates;
  films: FilmWork;
  settlement: Settlement;
  store: ArtifactStore;
  workload: Workload;
  settings: EngineSettings;
  times: LearnedTimes;
  rightOfWay: RightOfWay;
  logger: Logger;
}

/** Until the bytes of a POST have left. */
const SENDING_MS = 5;

interface ToSend {
  pool: Pool;
  body: unknown;
  /** By this process's clock. */
  mineUntil: number;
}

interface ReadyToSend {
  intended: Attempt;
  toSend: ToSend;
}

/**
 * Attempts that one process prepares at once, less those that are on their last way to a POST, or came back with a result: so the provider
 * is at work for the first units of a film while the others are being prepared.
 */
const PREPARED_AT_ONCE = 4;

/** Does what `decideNext` says with one leased attempt. Each step ends with a write that carries the lease's token. */
export class AttemptSteps {
  private readonly preparation: Preparation;
  private readonly unknowns: UnknownSubmits;
  private readonly intake: ResultIntake;
  private readonly polls: OperationPolls;
  private readonly turns = new Turns(PREPARED_AT_ONCE);

  constructor(private readonly parts: StepParts) {
    this.preparation = new Preparation(parts);
    const late = new LateOperations(parts);
    this.intake = new ResultIntake({ ...parts, turns: this.turns }, (attempt, error) =>
      late.isTimeUp(attempt, error) ? late.askLater(attempt) : null,
    );
    this.polls = new OperationPolls(parts, { late, intake: this.intake });
    this.unknowns = new UnknownSubmits({
      ...parts,
      poolOf: (attempt) => this.poolOf(attempt),
      pollInMs: (attempt) => this.polls.nextInMs(attempt),
      send: (attempt, pool, signals) => this.composeAndSend(attempt, pool, signals),
      settleSubmit: (attempt, pool, outcome, signal) => this.settleSubmit(attempt, pool, outcome, signal),
    });
  }

  async run(attempt: Attempt, signals: StepSignals): Promise<void> {
    await this.take[decideNext(attempt)](attempt, signals);
  }

  private readonly take: Record<NextStep, (attempt: Attempt, signals: StepSignals) => Promise<void>> = {
    prepare: (attempt, { stopping }) =>
      this.turns.take(() => {
        stopping.throwIfAborted();
        return this.preparation.prepare(attempt);
      }),
    'turn-away': (attempt) => this.preparation.turnAway(attempt),
    submit: (attempt, signals) => this.submit(attempt, signals),
    'declare-unknown': (attempt) => this.unknowns.declare(attempt),
    'resolve-unknown': (attempt, signals) => this.unknowns.resolve(attempt, signals),
    poll: (attempt, { stopping }) => this.polls.poll(attempt, stopping),
    'cancel-operation': (attempt, { stopping }) => this.polls.cancel(attempt, stopping),
    leave: (attempt) => this.parts.attempts.release(attempt, 1000),
  };

  private async submit(attempt: Attempt, signals: StepSignals): Promise<void> {
    const ready = await this.turns.takeAhead(() => this.makeReady(attempt, signals));
    if (ready === null) return;
    const { intended, toSend } = ready;
    await failpoint('intent.after-commit');
    this.parts.rightOfWay.hold(attempt.id, SENDING_MS);
    const outcome = await this.send(intended, toSend, signals.graceOver);
    await failpoint('submit.after-answer');
    // A result in the answer is nowhere else: a worker that stops still brings it in.
    await this.settleSubmit(intended, toSend.pool, outcome, signals.graceOver);
  }

  // Composing comes before the intent: a death in it leaves nothing unknown. Only whoever still holds the lease gets to send.
  private async makeReady(attempt: Attempt, signals: StepSignals): Promise<ReadyToSend | null> {
    const { settlement } = this.parts;
    const pool = this.poolOf(attempt);
    if (pool.name !== attempt.pool) {
      await settlement.notSent(attempt, 0, slotIsGone(attempt));
      return null;
    }
    let body;
    try {
      body = await pool.provider.compose(attempt.request, this.inTime(signals.stopping));
    } catch (error) {
      signals.stopping.throwIfAborted();
      await settlement.notSent(attempt, this.waitMs(attempt), toAppError(error));
      return null;
    }
    signals.stopping.throwIfAborted();
    const mineUntil = performance.now() + LEASE_SECONDS * 1000;
    const intended = await settlement.intend(attempt);
    return intended && { intended, toSend: { pool, body, mineUntil } };
  }

  // The same request under the same key, for a provider that then begins nothing new.
  private async composeAndSend(attempt: Attempt, pool: Pool, signals: StepSignals): Promise<SubmitOutcome> {
    const mineUntil = performance.now() + LEASE_SECONDS * 1000;
    const body = await pool.provider.compose(attempt.request, this.inTime(signals.stopping));
    return this.send(attempt, { pool, body, mineUntil }, signals.graceOver);
  }

  private send(attempt: Attempt, { pool, body, mineUntil }: ToSend, graceOver: AbortSignal): Promise<SubmitOutcome> {
    const { id, unit, filmId } = attempt;
    const { provider, vendor } = pool;
    const { settings, films } = this.parts;
    const whose = { vendor, stage: films.stage };
    const webhook = provider.offers.has('webhook') && settings.webhooks?.of({ filmId, attemptId: id }, whose);
    return provider.submit(body, {
      labels: { attempt: id, unit: `${unit.kind}-${unit.n}`, film: filmId },
      idempotencyKey: id,
      ...(webhook && { webhook }),
      isStillMine: () => performance.now() < mineUntil,
      signal: this.inTime(graceOver),
    });
  }

  // The answer to the only POST of an attempt is true in whoever's hands that is by now, unless it was answered by other ways.
  private async settleSubmit(asked: Attempt, pool: Pool, outcome: SubmitOutcome, signal: AbortSignal): Promise<void> {
    await this.learn(asked, pool, outcome);
    for (let attempt = asked; ;) {
      try {
        await this.settleAnswer(attempt, outcome, signal);
        return;
      } catch (error) {
        if (!(error instanceof LeaseLostError) || pool.provider.offers.has('idempotency-key')) throw error;
        const unanswered = await this.parts.attempts.findUnanswered(asked.id);
        if (unanswered === null) throw error;
        attempt = unanswered;
      }
    }
  }

  private async settleAnswer(attempt: Attempt, outcome: SubmitOutcome, signal: AbortSignal): Promise<void> {
    const { settlement } = this.parts;
    switch (outcome.kind) {
      case 'accepted':
        return this.accept(attempt, outcome.operationId);
      case 'completed':
        return this.intake.takeIn(attempt, outcome, signal);
      case 'failed':
        return settlement.ended(attempt, this.intake.toFailed(attempt, outcome));
      case 'refused': {
        const error = nameSuccessors(outcome.error, this.poolOf(attempt).successors);
        return settlement.ended(attempt, { to: 'rejected', error, capturedMicros: 0 });
      }
      case 'not-sent':
        return settlement.notSent(attempt, this.waitMs(attempt), outcome.error);
      case 'ambiguous':
        return settlement.unknown(attempt, outcome.error);
    }
  }

  private async accept(attempt: Attempt, operationId: string): Promise<void> {
    await this.parts.settlement.accepted(attempt, operationId, await this.polls.nextInMs(attempt, 0));
  }

  // Before it is settled: what follows depends on whether there is any sense in asking there again.
  private async learn(attempt: Attempt, pool: Pool, outcome: SubmitOutcome): Promise<void> {
    await learnOutcome(this.parts.states, pool, outcome).catch((error: unknown) => {
      const { filmId, id: attemptId } = attempt;
      this.parts.logger.warn({ filmId, attemptId, error }, 'what came of a submit was not counted');
    });
  }

  private poolOf(attempt: Attempt): Pool {
    return findPool(this.parts.pools, attempt);
  }

  private inTime(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(this.parts.settings.requestTimeoutMs)]);
  }

  private waitMs({ polls }: Attempt): number {
    return jitteredWaitMs(polls + 2, this.parts.settings.retryBaseMs, Math.random());
  }
}

// Whoever it was to be asked of has been taken away since it was admitted: it waits for a slot with somebody else.
function slotIsGone({ pool }: Attempt): AppError {
  return new AppError('PROVIDER_AUTH', `${pool ?? ''} is no longer in the settings`);
}
