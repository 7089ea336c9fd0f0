import type { DataSource, EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Micros } from '@shared/contracts/money';
import { together } from '@shared/database/together';
import { AppError, toErrorFacts } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { RightOfWay } from '@shared/lifecycle/right-of-way';
import type { Outbox } from '@shared/messaging/outbox';
import { recordInLedger } from '../films/allotment';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import type { AttemptStatus } from '../attempts/attempt-state';
import { AttemptStatements, type Outcome } from '../attempts/attempt-statements';
import { isAmong } from '../attempts/choose-model';
import { askedWaitMs } from './decide-retry';
import type { EngineSettings } from '../pools/engine-settings';
import type { FilmWork } from '../films/film-work';
import type { Admission } from '../pools/admission';
import { findPool } from '../pools/find-pool';
import type { Departure } from '../pools/find-reason-to-leave';
import { isOutage } from '../providers/is-outage';
import type { Pools } from '../pools/pool';
import type { PoolStates } from '../pools/pool-states';
import { FilmTurns, type Step } from './film-turns';
import { findTooDear } from './find-too-dear';
import type { Reservation } from './prepare-attempt';
import { Retries } from './retries';
import { throughOutages } from './through-outages';
import type { Handover } from '../steps/handover';
import { findNeed } from '../films/film-standing';
import { moveUnit } from '../films/units';
import type { Workload } from '../attempts/workload';

interface Ending {
  to: AttemptStatus & Outcome;
  error: AppError;
  capturedMicros: Micros;
  completionMs?: number;
  /** Nobody gets an answer of this model. */
  leavesModel?: Departure;
}

export interface SettlementParts {
  admission: Admission;
  handover: Handover;
  rightOfWay: RightOfWay;
  db: DataSource;
  attempts: AttemptRepository;
  pools: Pools;
  states: PoolStates;
  films: FilmWork;
  outbox: Outbox;
  workload: Workload;
  settings: EngineSettings;
}

/** From one result to the next POST, where nothing is slow. */
const MOST_WAY_MS = 50;

/** Writes what came of an attempt: its status, the money, the unit, the facts, each time in one transaction. */
export class Settlement {
  private readonly retries: Retries;
  private readonly statements: AttemptStatements;
  private readonly turns: FilmTurns;

  constructor(private readonly parts: SettlementParts) {
    this.retries = new Retries(parts);
    this.turns = new FilmTurns(parts);
    this.statements = new AttemptStatements(parts.outbox);
  }

  /**
   * The request is built: holds its price, or ends the attempt where the allotment does not hold it. A slot that is free is given
   * out at once, to whoever is next. Says why not where the attempt is as it was: a model that is only out may do it at another price.
   */
  async reserve(attempt: Attempt, reservation: Reservation): Promise<AppError | null> {
    const { priceMicros, passedOver } = reservation;
    const found: { tooDear: AppError | null } = { tooDear: null };
    const reserve = async (tx: EntityManager): Promise<Step> => {
      found.tooDear = null;
      const tooDear = await findTooDear(tx, attempt, priceMicros);
      if (tooDear === null) return this.holdAndAdmit(tx, attempt, reservation);
      if (passedOver.some(({ isForNow }) => isForNow)) {
        found.tooDear = tooDear;
        return { moved: attempt, leased: [] };
      }
      const ended = await this.parts.attempts.move(tx, attempt, 'over_budget', { error: toErrorFacts(tooDear) });
      await this.endUnit(tx, ended, tooDear);
      return { moved: ended, leased: [] };
    };
    await this.turns.goOn(attempt, reserve, { isLast: true });
    return found.tooDear;
  }

  /**
   * The last write before the POST: from here on the provider may have been asked. Null where it has refused others meanwhile
   * and wants nobody to ask: the attempt waits for a slot again.
   */
  async intend(attempt: Attempt): Promise<Attempt | null> {
    const { db, attempts, settings } = this.parts;
    return db.transaction(async (tx) => {
      const intended = await attempts.commitIntent(tx, attempt, settings.operationTimeoutMs);
      if (intended === null) {
        await attempts.move(tx, attempt, 'reserved');
        return null;
      }
      await this.statements.submitted(tx, intended);
      await failpoint('intent.before-commit');
      return intended;
    });
  }

  /** Accepted: the operation id is kept before anybody polls. It is the only way to what was bought. */
  async accepted(attempt: Attempt, operationId: string, firstPollInMs: number): Promise<void> {
    const { attempts, workload } = this.parts;
    try {
      const isBound = await throughOutages(() => attempts.bindOperation(attempt.id, operationId, firstPollInMs));
      if (!isBound) throw new AppError('CONFLICT', 'the attempt has ended meanwhile');
      await failpoint('submit.after-bind');
    } catch (cause) {
      throw new AppError('INTERNAL', `operation ${operationId} of attempt ${attempt.id} is not kept`, { cause });
    }
    workload.onAccepted?.(attempt);
  }

  /** Not a byte left: after an outage the same attempt is sent again, its price still held, its slot given back. */
  async notSent(attempt: Attempt, inMs: number, error: AppError): Promise<void> {
    const wasDeclared = attempt.status === 'unknown';
    if (wasDeclared || !isOutage(error)) return this.ended(attempt, { to: 'failed', error, capturedMicros: 0 });
    const { attempts } = this.parts;
    await this.turns.inTurn(attempt, async (tx) => {
      const reserved = await attempts.move(tx, attempt, 'reserved', { due_in_ms: inMs, error: toErrorFacts(error) });
      return reserved.cancelRequested ? this.withdraw(tx, reserved) : reserved;
    });
  }

  async unknown(attempt: Attempt, error: AppError): Promise<void> {
    await this.turns.inTurn(attempt, async (tx) => {
      const held = await this.parts.attempts.move(tx, attempt, 'unknown', { error: toErrorFacts(error) });
      await this.statements.settled(tx, attempt, { to: 'unknown', error, capturedMicros: 0 });
      return held;
    });
  }

  /** Past its deadline: the unit fails and the slot is free. The operation, and what may be owed for it, is not forgotten. */
  async overdue(attempt: Attempt, error: AppError, nextPollInMs: number): Promise<void> {
    await this.turns.inTurn(attempt, async (tx) => {
      const changes = { due_in_ms: nextPollInMs, error: toErrorFacts(error) };
      const overdue = await this.parts.attempts.move(tx, attempt, 'overdue', changes);
      await this.statements.settled(tx, overdue, { to: 'overdue', error, capturedMicros: 0 });
      await this.endUnit(tx, overdue, error);
      return overdue;
    });
  }

  /** The provider is done with it: the next one need not wait until the result is here. */
  collecting(attempt: Attempt, completionMs: number): Promise<Attempt> {
    const { attempts, films } = this.parts;
    return attempts.collect(attempt, { completionMs, bell: films.bell });
  }

  /** What the result makes possible goes on before anybody hears of it. */
  async stored(attempt: Attempt, artifact: ArtifactRef, facts: unknown, capturedMicros: Micros): Promise<void> {
    const { attempts, films, workload, handover, rightOfWay } = this.parts;
    await this.turns.goOn(attempt, async (tx) => {
      const changes = { artifact, captured_micros: capturedMicros, billed: capturedMicros > 0 };
      const [moved, need] = await together(
        attempts.move(tx, attempt, 'stored', changes),
        findNeed(tx, attempt),
        this.settleMoney(tx, attempt, capturedMicros),
      );
      const told = this.statements.settled(tx, moved, { to: 'stored', error: null, capturedMicros });
      const kept = films.keepResult(tx, moved, { artifact, facts, need });
      // Kept, and there for whoever wants the unit again; this film has gone on without it.
      if (!need.isWanted) {
        await together(told, kept);
        return { moved, leased: [] };
      }
      const isReady = moveUnit(tx, moved, ['making', 'ready'], { artifact });
      await together(told, kept, isReady, workload.onStored(tx, moved, artifact, facts));
      const leads = films.hasPlanned(tx) && handover.isOpen;
      const leased = leads ? await attempts.claimPlanned(tx, handover.owner, attempt.filmId) : [];
      for (const { id } of leased) rightOfWay.hold(id, MOST_WAY_MS);
      return { moved, leased };
    });
  }

  /** Ends an attempt without a result, and plans the next one or fails the unit. */
  async ended(attempt: Attempt, ending: Ending): Promise<void> {
    const { attempts, states, pools } = this.parts;
    const { to, error, capturedMicros, completionMs } = ending;
    const isLast = error.retryAfterMs !== undefined;
    const end = async (tx: EntityManager): Promise<Attempt> => {
      const ended = await attempts.move(tx, attempt, to, {
        error: toErrorFacts(error),
        captured_micros: capturedMicros,
        billed: capturedMicros > 0,
        ...(completionMs === undefined ? {} : { completion_ms: completionMs }),
      });
      if (attempt.priceMicros > 0) await this.settleMoney(tx, ended, capturedMicros);
      if (attempt.provider !== null) await this.statements.settled(tx, ended, ending);
      if (error.retryAfterMs !== undefined)
        await states.block(tx, findPool(pools, attempt), { forMs: askedWaitMs(error), because: error.code });
      if (attempt.status === 'overdue') return ended;
      if (!(await this.retries.planNext(tx, ended, ending))) await this.endUnit(tx, ended, error);
      return ended;
    };
    await this.turns.inTurn(attempt, end, { isLast });
  }

  private async holdAndAdmit(tx: EntityManager, attempt: Attempt, reservation: Reservation): Promise<Step> {
    const { attempts, admission, handover } = this.parts;
    const { request, provider, model, priceMicros, passedOver, fallbacks } = reservation;
    const choice = { provider, model, passed_over: passedOver, leaving: null, fallbacks };
    const changes = { request, price_micros: priceMicros, ...choice };
    const [moved, , leased] = await together(
      attempts.move(tx, attempt, 'reserved', changes),
      recordInLedger(tx, attempt, { hold: priceMicros }),
      handover.isOpen ? admission.admitNext(tx, model, handover.owner) : Promise.resolve([]),
    );
    for (const left of passedOver.filter((one) => !isAmong(attempt.passedOver, one)))
      await this.statements.switched(tx, moved, left);
    await failpoint('hold.before-commit');
    return { moved, leased };
  }

  // Cancelled while it was on its way out: a cancel withdraws what waits, and could not see this one waiting.
  private async withdraw(tx: EntityManager, reserved: Attempt): Promise<Attempt> {
    const withdrawn = await this.parts.attempts.move(tx, reserved, 'cancelled');
    await this.settleMoney(tx, withdrawn, 0);
    await this.statements.settled(tx, withdrawn, { to: 'cancelled', error: null, capturedMicros: 0 });
    return withdrawn;
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
    const release = Math.max(0, attempt.priceMicros - capturedMicros);
    await recordInLedger(tx, attempt, { ...(capturedMicros > 0 && { capture: capturedMicros }), release });
  }
}
