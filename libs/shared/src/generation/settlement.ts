import type { DataSource, EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { EventData } from '@shared/contracts/events';
import { type Micros, toUsd } from '@shared/contracts/money';
import { lockFilm } from '@shared/database/lock-film';
import { AppError, toErrorFacts } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Outbox } from '@shared/messaging/outbox';
import type { Admission } from './admission';
import { buildBudgetError, lockAllotment, recordInLedger } from './allotment';
import type { Attempt } from './attempt';
import { toAttemptFacts } from './attempt-facts';
import type { AttemptChanges, AttemptRepository } from './attempt-repository';
import { type AttemptStatus, OPEN_STATUSES } from './attempt-state';
import { askedWaitMs, decideRetry, rememberedError, type RetryDecision } from './decide-retry';
import type { EngineSettings } from './engine-settings';
import type { FilmWork } from './film-work';
import { isOutage } from './is-outage';
import { throughOutages } from './through-outages';
import { moveUnit } from './units';
import type { Prepared, Workload } from './workload';

type Outcome = EventData<'attempt.settled'>['outcome'];

interface Ending {
  to: AttemptStatus & Outcome;
  error: AppError;
  capturedMicros: Micros;
  completionMs?: number;
}

export interface SettlementParts {
  db: DataSource;
  attempts: AttemptRepository;
  admission: Admission;
  films: FilmWork;
  outbox: Outbox;
  workload: Workload;
  settings: EngineSettings;
}

/** Writes what came of an attempt: its status, the money, the unit, the facts, each time in one transaction. */
export class Settlement {
  constructor(private readonly parts: SettlementParts) {}

  /** The request is built: holds its price, or ends the attempt where the allotment does not hold it. */
  async reserve(attempt: Attempt, { request, model, priceMicros }: Prepared): Promise<void> {
    const { attempts, settings, workload } = this.parts;
    const prepared: AttemptChanges = {
      request,
      model,
      price_micros: priceMicros,
      pool: settings.pool,
      provider: workload.provider.name,
    };
    await this.inTurn(attempt, async (tx) => {
      const { limitMicros, heldMicros, capturedMicros } = await lockAllotment(tx, attempt);
      if (heldMicros + capturedMicros + priceMicros > limitMicros) {
        const error = buildOverBudgetError({ limitMicros, currentMicros: heldMicros + capturedMicros, priceMicros });
        const ended = await attempts.move(tx, attempt, 'over_budget', { error: toErrorFacts(error) });
        await this.endUnit(tx, ended, error);
        return ended;
      }
      const reserved = await attempts.move(tx, attempt, 'reserved', prepared);
      await recordInLedger(tx, reserved, 'hold', priceMicros);
      await failpoint('hold.before-commit');
      return reserved;
    });
  }

  /**
   * The last write before the POST: from here on the provider may have been asked. Null where it has refused others meanwhile
   * and wants nobody to ask: the attempt waits for a slot again.
   */
  async intend(attempt: Attempt): Promise<Attempt | null> {
    const { db, admission, attempts, outbox, settings } = this.parts;
    return db.transaction(async (tx) => {
      const blockedForMs = await admission.blockedForMs(tx);
      if (blockedForMs > 0) {
        await attempts.move(tx, attempt, 'reserved', { due_in_ms: blockedForMs });
        return null;
      }
      const intended = await attempts.commitIntent(tx, attempt, settings.operationTimeoutMs);
      await outbox.add(tx, {
        name: 'attempt.submitted',
        tenantId: intended.tenantId,
        filmId: intended.filmId,
        causedBy: intended.causedBy,
        data: { ...toAttemptFacts(intended), heldMicros: intended.priceMicros },
      });
      await failpoint('intent.before-commit');
      return intended;
    });
  }

  /** Accepted: the operation id is kept before anybody polls. It is the only way to what was bought. */
  async accepted(attempt: Attempt, operationId: string, firstPollInMs: number): Promise<void> {
    const { attempts } = this.parts;
    try {
      const isBound = await throughOutages(() => attempts.bindOperation(attempt.id, operationId, firstPollInMs));
      if (!isBound) throw new AppError('CONFLICT', 'the attempt has ended meanwhile');
      await failpoint('submit.after-bind');
    } catch (cause) {
      throw new AppError('INTERNAL', `operation ${operationId} of attempt ${attempt.id} is not kept`, { cause });
    }
  }

  /** Not a byte left: after an outage the same attempt is sent again, its price still held, its slot given back. */
  async notSent(attempt: Attempt, inMs: number, error: AppError): Promise<void> {
    const wasDeclared = attempt.status === 'unknown';
    if (wasDeclared || !isOutage(error)) return this.ended(attempt, { to: 'failed', error, capturedMicros: 0 });
    const { attempts } = this.parts;
    await this.inTurn(attempt, async (tx) => {
      const reserved = await attempts.move(tx, attempt, 'reserved', { due_in_ms: inMs, error: toErrorFacts(error) });
      return reserved.cancelRequested ? this.withdraw(tx, reserved) : reserved;
    });
  }

  async unknown(attempt: Attempt, error: AppError): Promise<void> {
    await this.inTurn(attempt, async (tx) => {
      const held = await this.parts.attempts.move(tx, attempt, 'unknown', { error: toErrorFacts(error) });
      await this.stateSettled(tx, attempt, { to: 'unknown', error, capturedMicros: 0 });
      return held;
    });
  }

  /** Past its deadline: the unit fails and the slot is free. The operation, and what may be owed for it, is not forgotten. */
  async overdue(attempt: Attempt, error: AppError, nextPollInMs: number): Promise<void> {
    await this.inTurn(attempt, async (tx) => {
      const changes = { due_in_ms: nextPollInMs, error: toErrorFacts(error) };
      const overdue = await this.parts.attempts.move(tx, attempt, 'overdue', changes);
      await this.stateSettled(tx, overdue, { to: 'overdue', error, capturedMicros: 0 });
      await this.endUnit(tx, overdue, error);
      return overdue;
    });
  }

  /** The provider is done with it: the next one need not wait until the result is here. */
  async collecting(attempt: Attempt, completionMs: number): Promise<Attempt> {
    const { db, attempts, films } = this.parts;
    return db.transaction(async (tx) => {
      const collecting = await attempts.collect(tx, attempt, completionMs);
      await films.wakeWorkers(tx);
      return collecting;
    });
  }

  async stored(attempt: Attempt, artifact: ArtifactRef, facts: unknown, capturedMicros: Micros): Promise<void> {
    const { attempts, films, workload } = this.parts;
    await this.inTurn(attempt, async (tx) => {
      const changes = {
        artifact,
        captured_micros: capturedMicros,
        billed: capturedMicros > 0,
      };
      const stored = await attempts.move(tx, attempt, 'stored', changes);
      await this.settleMoney(tx, stored, capturedMicros);
      await this.stateSettled(tx, stored, { to: 'stored', error: null, capturedMicros });
      // Kept, and there for whoever wants the unit again; this film has gone on without it.
      if (!(await films.keepResult(tx, stored, { artifact, facts }))) return stored;
      await moveUnit(tx, stored, ['making', 'ready'], { artifact });
      await workload.onStored(tx, stored, artifact, facts);
      return stored;
    });
  }

  /** Ends an attempt without a result, and plans the next one or fails the unit. */
  async ended(attempt: Attempt, ending: Ending): Promise<void> {
    const { attempts, admission, settings } = this.parts;
    const { to, error, capturedMicros, completionMs } = ending;
    await this.inTurn(attempt, async (tx) => {
      const ended = await attempts.move(tx, attempt, to, {
        error: toErrorFacts(error),
        captured_micros: capturedMicros,
        billed: capturedMicros > 0,
        ...(completionMs === undefined ? {} : { completion_ms: completionMs }),
      });
      if (attempt.priceMicros > 0) await this.settleMoney(tx, ended, capturedMicros);
      if (attempt.provider !== null) await this.stateSettled(tx, ended, ending);
      if (error.retryAfterMs !== undefined) await admission.block(tx, askedWaitMs(error), error.code);
      if (attempt.status === 'overdue') return ended;
      const decision = decideRetry(causeOf(ended, error), attempt.counted, settings, Math.random());
      const mayGoOn = (await this.parts.films.isWanted(tx, ended)) && (await this.isPatient(tx, ended, decision));
      if (decision.kind === 'retry' && mayGoOn) await this.planNext(tx, ended, error, decision);
      else await this.endUnit(tx, ended, error);
      return ended;
    });
  }

  // What uses up none of a unit's attempts would be tried for ever where a quota is zero.
  private async isPatient(tx: EntityManager, ended: Attempt, decision: RetryDecision): Promise<boolean> {
    if (decision.kind === 'give-up' || decision.counts) return true;
    return (await this.parts.attempts.waitedMs(tx, ended)) < this.parts.settings.quotaPatienceMs;
  }

  // Cancelled while it was on its way out: a cancel withdraws what waits, and could not see this one waiting.
  private async withdraw(tx: EntityManager, reserved: Attempt): Promise<Attempt> {
    const withdrawn = await this.parts.attempts.move(tx, reserved, 'cancelled');
    await this.settleMoney(tx, withdrawn, 0);
    await this.stateSettled(tx, withdrawn, { to: 'cancelled', error: null, capturedMicros: 0 });
    return withdrawn;
  }

  private async planNext(
    tx: EntityManager,
    ended: Attempt,
    error: AppError,
    { inMs, counts }: { inMs: number; counts: boolean },
  ) {
    await this.parts.films.plan(tx, ended, {
      number: ended.number,
      counted: ended.counted + (counts ? 1 : 0),
      error: rememberedError(ended.previousError, toErrorFacts(error)),
      dueInMs: inMs,
    });
  }

  private async endUnit(tx: EntityManager, attempt: Attempt, error: AppError): Promise<void> {
    const { films, workload } = this.parts;
    if (!(await films.isWanted(tx, attempt))) return;
    const facts = toErrorFacts(error);
    if (error.code === 'PROVIDER_REFUSED_CONTENT' && (await workload.onRefused?.(tx, attempt, facts))) return;
    await moveUnit(tx, attempt, ['making', 'failed'], { error: facts });
    await workload.onFailed(tx, attempt, facts);
  }

  private async settleMoney(tx: EntityManager, attempt: Attempt, capturedMicros: Micros): Promise<void> {
    if (capturedMicros > 0) await recordInLedger(tx, attempt, 'capture', capturedMicros);
    await recordInLedger(tx, attempt, 'release', Math.max(0, attempt.priceMicros - capturedMicros));
  }

  private async stateSettled(
    tx: EntityManager,
    attempt: Attempt,
    { to, error, capturedMicros }: { to: Outcome; error: AppError | null; capturedMicros: Micros },
  ): Promise<void> {
    await this.parts.outbox.add(tx, {
      name: 'attempt.settled',
      tenantId: attempt.tenantId,
      filmId: attempt.filmId,
      causedBy: attempt.causedBy,
      data: {
        ...toAttemptFacts(attempt),
        outcome: to,
        heldMicros: to === 'unknown' || to === 'overdue' ? attempt.priceMicros : 0,
        capturedMicros,
        error: error && toErrorFacts(error),
      },
    });
  }

  // Whatever ends under the film's lock is seen by a cancel as a whole, and the last end of a cancelled film says so.
  private async inTurn(attempt: Attempt, change: (tx: EntityManager) => Promise<Attempt>): Promise<void> {
    const { db, films } = this.parts;
    const write = async (tx: EntityManager): Promise<void> => {
      await lockFilm(tx, attempt.filmId);
      const moved = await change(tx);
      if (moved.cancelRequested && !isOpen(moved)) await films.stateWhenNothingIsLeft(tx, attempt);
      if (!isOpen(moved)) await failpoint('settle.before-commit');
    };
    await throughOutages(() => db.transaction(write));
    await failpoint('settle.after-commit');
  }
}

function isOpen({ status }: Attempt): boolean {
  return OPEN_STATUSES.some((open) => open === status);
}

// Stopped for a revision that no longer needed it, and then taken over by one that does: to be bought after all.
function causeOf({ status, cancelRequested }: Attempt, error: AppError): AppError {
  if (status !== 'cancelled' || cancelRequested) return error;
  return new AppError('PROVIDER_FAILED', 'the provider has stopped the operation', { cause: error });
}

function buildOverBudgetError(sums: { limitMicros: Micros; currentMicros: Micros; priceMicros: Micros }): AppError {
  const { limitMicros: limit, currentMicros: current, priceMicros: estimate } = sums;
  const message = `the price of $${toUsd(estimate)} on top of $${toUsd(current)} passes the limit of $${toUsd(limit)}`;
  return buildBudgetError(message, { current, estimate, limit });
}
