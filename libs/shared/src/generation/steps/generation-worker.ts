import type { DataSource } from 'typeorm';
import type { Doorbell } from '@shared/database/doorbell';
import { LeaseLostError, RENEW_LEASE_MS } from '@shared/database/lease';
import type { OrphanedLeases } from '@shared/database/orphaned-leases';
import type { Presence } from '@shared/database/presence';
import { failpoint } from '@shared/failpoints/failpoint';
import { Loop } from '@shared/lifecycle/loop';
import type { RightOfWay } from '@shared/lifecycle/right-of-way';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { Logger } from '@shared/telemetry/logger';
import type { Admission } from '../pools/admission';
import type { Attempt } from '../attempts/attempt';
import type { AttemptRepository } from '../attempts/attempt-repository';
import { lookAround } from '../attempts/look-around';
import type { AttemptSteps } from './attempt-steps';
import { type Handover, leaseEndsAt } from './handover';
import { WORK_BELL } from '../films/film-work';

export interface WorkerParts {
  db: DataSource;
  /** Under the name of its owner the worker leases, and is present. */
  handover: Handover;
  presence: Presence;
  orphans: OrphanedLeases;
  attempts: AttemptRepository;
  admission: Admission;
  steps: AttemptSteps;
  doorbell: Doorbell;
  rightOfWay: RightOfWay;
  logger: Logger;
  /** How long a stopping worker waits for its open submits. */
  graceMs: number;
}

interface InHand {
  attempt: Attempt;
  /** By this process's clock: whoever could not renew by then must stop, whether or not anybody tells it. */
  leaseEndsAt: number;
  lost: AbortController;
  done: Promise<void>;
}

/** Steps that one process takes at once. An attempt that waits for its next poll is a row, and is not among them. */
const MAX_IN_HAND = 32;

/** What a step leaves to be seen, and rang no bell for, can wait for as long: steps that end together share one look. */
const SOON_MS = 10;

/** Leases due attempts, takes one step with each, and hands them back. Any number of replicas share the work. */
export class GenerationWorker extends Loop {
  private readonly inHand = new Map<string, InHand>();
  private readonly renewal: NodeJS.Timeout;
  private readonly graceOver = new AbortController();
  private wakeTimer: NodeJS.Timeout | undefined;
  /** By this process's clock. */
  private wakesAt = Infinity;

  constructor(private readonly parts: WorkerParts) {
    super({ name: 'generation', logger: parts.logger, idleMs: 2000 });
    parts.doorbell.listen(WORK_BELL, () => {
      this.wake();
    });
    parts.handover.leadTo({
      isOpen: () => parts.presence.isShown && !this.signal.aborted,
      // Whoever stops hands back all that it holds.
      take: ({ attempts, until }) => {
        if (!this.signal.aborted) this.takeInHand(attempts, until);
      },
    });
    this.renewal = setInterval(() => void this.renewLeases(), RENEW_LEASE_MS).unref();
  }

  override start(): void {
    void this.parts.presence.start().then(() => {
      // By this line a lease in the database is traced to its process.
      this.logger.info({ owner: this.owner }, 'worker begins');
      this.wake();
    });
    this.parts.orphans.start();
    void this.clearUp();
    super.start();
  }

  async runOnce(): Promise<boolean> {
    const { owner } = this;
    const { db, attempts, admission, presence } = this.parts;
    // Whoever is not seen to be there would lose each lease at once.
    if (!presence.isShown) return false;
    // Whatever happened until now is seen by this look.
    this.clearTimer();
    const { waiting, isDue, nextInMs } = await lookAround(db);
    const admittedUntil = leaseEndsAt();
    const { admitted, askAgainInMs } = await admission.admit(waiting, { owner, limit: this.room() });
    this.takeInHand(admitted, admittedUntil);
    const strandedUntil = leaseEndsAt();
    const stranded = await admission.claimStranded(waiting, { owner, limit: this.room() });
    this.takeInHand(stranded, strandedUntil);
    const claimedUntil = leaseEndsAt();
    const claimed = isDue && this.room() > 0 ? await attempts.claimDue(owner, this.room()) : [];
    this.takeInHand(claimed, claimedUntil);
    // What was due and not to be had is in somebody else's hands, who may let it go; behind who was let in others may wait.
    const isOpen = admitted.length + stranded.length > 0 || (isDue && claimed.length === 0);
    this.planNextTurn([askAgainInMs, nextInMs, isOpen ? SOON_MS : null]);
    return false;
  }

  override async stop(): Promise<void> {
    await this.parts.orphans.stop();
    await super.stop();
    const grace = setTimeout(() => {
      this.graceOver.abort();
    }, this.parts.graceMs);
    await Promise.all([...this.inHand.values()].map(({ done }) => done));
    clearTimeout(grace);
    this.clearTimer();
    clearInterval(this.renewal);
    await this.parts.attempts.releaseAll(this.owner).catch((error: unknown) => {
      this.logger.warn({ error }, 'leases are left to expire');
    });
    await this.parts.presence.stop();
  }

  // What processes of this machine were taking in when they were killed.
  private async clearUp(): Promise<void> {
    await PrivateDirectory.removeAbandoned().catch((error: unknown) => {
      this.logger.warn({ error }, 'files of dead processes are left');
    });
  }

  private get owner(): string {
    return this.parts.handover.owner;
  }

  private room(): number {
    return Math.max(0, MAX_IN_HAND - this.inHand.size);
  }

  private takeInHand(attempts: readonly Attempt[], until: number): void {
    for (const attempt of attempts) {
      const lost = new AbortController();
      const key = `${attempt.id}/${attempt.leaseToken}`;
      const done = this.step(attempt, lost.signal).finally(() => {
        const wasFull = this.room() === 0;
        this.inHand.delete(key);
        if (!this.holds(attempt)) this.parts.rightOfWay.letGo(attempt.id);
        // What is due now was told of, or is waited for already: one look for several steps.
        if (wasFull) this.wake();
        else this.wakeIn(SOON_MS);
      });
      this.inHand.set(key, { attempt, leaseEndsAt: until, lost, done });
    }
  }

  private holds({ id }: Attempt): boolean {
    return [...this.inHand.values()].some(({ attempt }) => attempt.id === id);
  }

  private async step(attempt: Attempt, leaseLost: AbortSignal): Promise<void> {
    const stopping = AbortSignal.any([leaseLost, this.signal]);
    try {
      await failpoint('lease.after-claim');
      await this.parts.steps.run(attempt, { stopping, graceOver: this.graceOver.signal });
    } catch (error) {
      if (error instanceof LeaseLostError || stopping.aborted) return;
      const { id: attemptId, filmId, status } = attempt;
      this.logger.error({ attemptId, filmId, status, error }, 'step failed, lease is left to expire');
    }
  }

  private planNextTurn(times: readonly (number | null)[]): void {
    const waits = times.filter((ms) => ms !== null);
    if (waits.length > 0 && this.room() > 0) this.wakeIn(Math.max(1, Math.min(...waits)));
  }

  // At the first of the times that it was asked for.
  private wakeIn(ms: number): void {
    const at = performance.now() + ms;
    if (at >= this.wakesAt) return;
    clearTimeout(this.wakeTimer);
    this.wakesAt = at;
    this.wakeTimer = setTimeout(() => {
      this.wakesAt = Infinity;
      this.wake();
    }, ms);
  }

  private clearTimer(): void {
    clearTimeout(this.wakeTimer);
    this.wakesAt = Infinity;
  }

  private async renewLeases(): Promise<void> {
    const held = [...this.inHand.values()];
    if (held.length === 0) return;
    const renewedUntil = leaseEndsAt();
    try {
      const attempts = held.map(({ attempt }) => attempt);
      const kept = await this.parts.attempts.renew(this.owner, attempts);
      for (const inHand of held) {
        if (kept.has(inHand.attempt.id)) inHand.leaseEndsAt = renewedUntil;
        else inHand.lost.abort();
      }
    } catch (error) {
      this.logger.warn({ error }, 'leases could not be renewed');
    }
    // Cut off from the database, a worker cannot be told that its leases have gone to others.
    const late = held.filter(({ leaseEndsAt: endsAt }) => endsAt <= performance.now());
    late.forEach(({ lost }) => {
      lost.abort();
    });
  }
}
