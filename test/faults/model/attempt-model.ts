import { AppError } from '@shared/errors/app-error';
import {
  type AttemptStatus,
  HOLDING_STATUSES,
  INITIAL_STATUS,
  isFinal,
  TRANSITIONS,
} from '@shared/generation/attempts/attempt-state';
import { decideNext } from '@shared/generation/steps/decide-next';
import { decideRetry } from '@shared/generation/settlement/decide-retry';

/** What can become of one step; `dies`: with the worker, before what came of it is written. */
export interface Turn {
  /** What the provider does with a submit, and what of that reaches us. */
  submit: 'accepted' | 'lost-after-accept' | 'lost-before-accept' | 'refused' | 'not-sent' | 'rate-limited';
  poll: 'running' | 'completed' | 'failed' | 'unreadable' | 'late';
  /** Whether a lost submit can be asked for. */
  recall: 'list' | 'cannot-tell';
  dies: 'no' | 'before' | 'after';
  cancel: boolean;
  /** Two workers at once: the second has an old token. */
  twice: boolean;
}

interface ModelAttempt {
  number: number;
  counted: number;
  status: AttemptStatus;
  cancelRequested: boolean;
  hasOperation: boolean;
  held: number;
  captured: number;
  released: number;
}

const PRICE = 100;
const SETTINGS = { maxAttempts: 3, retryBaseMs: 1 };

/** One unit and its provider, without a database: the decisions are the engine's own, the world around them is drawn by lot. */
export class UnitModel {
  readonly attempts: ModelAttempt[] = [];
  /** What the provider accepted, by number of the attempt; it does not know more of us. */
  readonly accepted: number[] = [];
  readonly posts: number[] = [];
  isCancelled = false;

  constructor() {
    this.plan(1, 1);
  }

  get last(): ModelAttempt {
    const last = this.attempts.at(-1);
    if (last === undefined) throw new Error('a unit has an attempt from the start');
    return last;
  }

  get isOver(): boolean {
    return isFinal(this.last.status);
  }

  take(turn: Turn): void {
    if (turn.cancel) this.cancel();
    const { last } = this;
    const before = { ...last };
    if (!isFinal(last.status)) this.step(last, turn);
    // A second worker saw the attempt as it was: what it would write does not match any more.
    if (turn.twice && before.status === last.status && !isFinal(last.status) && last.status !== 'admitted')
      this.step(last, turn);
  }

  private step(attempt: ModelAttempt, turn: Turn): void {
    if (turn.dies === 'before') return;
    if (attempt.status === 'reserved') {
      this.move(attempt, 'admitted');
      return;
    }
    switch (decideNext(attempt)) {
      case 'prepare':
        this.move(attempt, 'reserved');
        attempt.held += PRICE;
        return;
      case 'submit':
        this.submit(attempt, turn);
        return;
      case 'declare-unknown':
        this.move(attempt, 'unknown');
        return;
      case 'resolve-unknown':
        this.resolve(attempt, turn);
        return;
      case 'poll':
      case 'cancel-operation':
        this.poll(attempt, turn);
        return;
      case 'leave':
    }
  }

  private submit(attempt: ModelAttempt, { submit, dies }: Turn): void {
    this.move(attempt, 'submitting');
    if (submit !== 'not-sent') this.posts.push(attempt.number);
    if (submit === 'accepted' || submit === 'lost-after-accept') this.accepted.push(attempt.number);
    if (dies === 'after') return;
    switch (submit) {
      case 'accepted':
        this.bind(attempt);
        return;
      case 'refused':
        this.end(attempt, 'rejected', new AppError('PROVIDER_REJECTED', 'no'), 0);
        return;
      case 'rate-limited':
        this.end(attempt, 'rejected', new AppError('PROVIDER_RATE_LIMITED', 'later'), 0);
        return;
      case 'not-sent':
        this.move(attempt, 'reserved');
        return;
      default:
        this.move(attempt, 'unknown');
    }
  }

  private resolve(attempt: ModelAttempt, { recall }: Turn): void {
    const wasAccepted = this.accepted.includes(attempt.number);
    const error = new AppError('SUBMIT_UNKNOWN', 'lost', { retryable: recall === 'list' });
    if (recall === 'cannot-tell') this.end(attempt, 'failed', error, PRICE);
    else if (wasAccepted) this.bind(attempt);
    else this.end(attempt, 'failed', error, 0);
  }

  private poll(attempt: ModelAttempt, { poll, dies }: Turn): void {
    if (dies === 'after' || poll === 'running' || poll === 'unreadable') return;
    if (poll === 'failed') this.end(attempt, 'failed', new AppError('PROVIDER_FAILED', 'no'), 0);
    else if (poll === 'completed') this.store(attempt);
    else if (attempt.status === 'running') this.move(attempt, 'overdue');
    else if (attempt.status === 'overdue')
      this.end(attempt, 'unretrievable', new AppError('PROVIDER_TIMEOUT', 'gone'), PRICE);
  }

  private store(attempt: ModelAttempt): void {
    if (attempt.status === 'running') this.move(attempt, 'collecting');
    this.settle(attempt, 'stored', PRICE);
  }

  private bind(attempt: ModelAttempt): void {
    this.move(attempt, 'running');
    attempt.hasOperation = true;
  }

  private end(attempt: ModelAttempt, to: AttemptStatus, error: AppError, captured: number): void {
    const from = attempt.status;
    this.settle(attempt, to, captured);
    // The unit of an overdue operation has failed already.
    if (from === 'overdue' || this.isCancelled) return;
    const decision = decideRetry(error, attempt.counted, SETTINGS, 0);
    if (decision.kind === 'retry') this.plan(attempt.number + 1, attempt.counted + (decision.counts ? 1 : 0));
  }

  private settle(attempt: ModelAttempt, to: AttemptStatus, captured: number): void {
    this.move(attempt, to);
    attempt.captured += captured;
    attempt.released += attempt.held - captured;
  }

  private cancel(): void {
    this.isCancelled = true;
    const { last } = this;
    last.cancelRequested = true;
    if (['planned', 'reserved'].includes(last.status)) this.settle(last, 'cancelled', 0);
  }

  private plan(number: number, counted: number): void {
    const nothing = { held: 0, captured: 0, released: 0, hasOperation: false, cancelRequested: this.isCancelled };
    this.attempts.push({ ...nothing, number, counted, status: INITIAL_STATUS });
  }

  private move(attempt: ModelAttempt, to: AttemptStatus): void {
    if (!TRANSITIONS[attempt.status].includes(to)) throw new Error(`${attempt.status} cannot become ${to}`);
    attempt.status = to;
  }
}

/** Money that is neither captured nor given back. */
export function openMoney({ held, captured, released }: ModelAttempt): number {
  return held - captured - released;
}

export function isHolding(status: AttemptStatus): boolean {
  return HOLDING_STATUSES.some((holding) => holding === status);
}

export const PRICE_OF_UNIT = PRICE;
