import type { DataSource } from 'typeorm';
import { newId } from '@shared/contracts/ids';
import type { Doorbell } from '@shared/database/doorbell';
import { RENEW_LEASE_MS } from '@shared/database/lease';
import { OrphanedLeases } from '@shared/database/orphaned-leases';
import { Presence } from '@shared/database/presence';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';

/** One kind of work that is leased row by row. */
export interface LeasedWork<T> {
  name: string;
  /** Where the leases are, and SQL that holds for every row that has one. */
  table: string;
  leased: string;
  /** Rung when something became due, or is no longer wanted. */
  bell: string;
  /** Most items that this process has in hand. */
  atOnce: number;
  claim(owner: string, limit: number): Promise<T[]>;
  /** Ends with the lease given back; throws when that could not be written. */
  run(item: T, signals: LeaseSignals): Promise<void>;
  /** Prolongs what is still held and still wanted; answers with the keys of those. */
  renew(items: readonly T[]): Promise<Set<string>>;
  /** Milliseconds until something may be claimed; null when nothing is open. */
  nextDueInMs(): Promise<number | null>;
  /** One lease of one item. */
  keyOf(item: T): string;
}

export interface LeaseSignals {
  /** The item is no longer wanted, or another worker holds it. */
  leaseLost: AbortSignal;
  stopping: AbortSignal;
}

interface InHand<T> {
  item: T;
  lost: AbortController;
  done: Promise<void>;
}

export interface WorkerParts<T> {
  work: LeasedWork<T>;
  db: DataSource;
  databaseUrl: string;
  doorbell: Doorbell;
  logger: Logger;
}

/** Leases what is due and has it done. Any number of replicas share the work. */
export class LeaseWorker<T> extends Loop {
  readonly owner = newId('wrk');
  private readonly work: LeasedWork<T>;
  private readonly presence: Presence;
  private readonly orphans: OrphanedLeases;
  private readonly inHand = new Map<string, InHand<T>>();
  private renewal: NodeJS.Timeout | undefined;
  private wakeTimer: NodeJS.Timeout | undefined;

  constructor({ work, db, databaseUrl, doorbell, logger }: WorkerParts<T>) {
    super({ name: work.name, logger, idleMs: 2_000 });
    this.work = work;
    this.presence = new Presence({ url: databaseUrl, name: this.owner, logger });
    this.orphans = new OrphanedLeases({ ...work, owner: this.owner, db, doorbell, logger });
    doorbell.listen(work.bell, () => {
      this.wake();
      void this.renewLeases();
    });
  }

  override start(): void {
    void this.presence.start().then(() => {
      this.wake();
    });
    this.orphans.start();
    super.start();
    this.renewal ??= setInterval(() => void this.renewLeases(), RENEW_LEASE_MS).unref();
  }

  async runOnce(): Promise<boolean> {
    // Whoever is not seen to be there would lose each lease at once.
    if (!this.presence.isShown) return false;
    for (const item of await this.work.claim(this.owner, this.work.atOnce - this.inHand.size)) this.takeInHand(item);
    await this.planNextTurn();
    return false;
  }

  /** What is in hand is broken off and handed to the other replicas: to begin anew costs seconds, and no money. */
  override async stop(): Promise<void> {
    await this.orphans.stop();
    await super.stop();
    clearTimeout(this.wakeTimer);
    await Promise.all([...this.inHand.values()].map(({ done }) => done));
    clearInterval(this.renewal);
    this.renewal = undefined;
    await this.presence.stop();
  }

  private takeInHand(item: T): void {
    const key = this.work.keyOf(item);
    const lost = new AbortController();
    const done = this.workOn(item, lost.signal).finally(() => {
      this.inHand.delete(key);
      this.wake();
    });
    this.inHand.set(key, { item, lost, done });
  }

  private async workOn(item: T, leaseLost: AbortSignal): Promise<void> {
    try {
      await this.work.run(item, { leaseLost, stopping: this.signal });
    } catch (error) {
      const key = this.work.keyOf(item);
      this.logger.error({ key, error }, 'what came of the work could not be written, its lease is left to expire');
    }
  }

  private async planNextTurn(): Promise<void> {
    const dueInMs = await this.work.nextDueInMs();
    clearTimeout(this.wakeTimer);
    if (dueInMs === null || this.inHand.size >= this.work.atOnce) return;
    const wake = (): void => {
      this.wake();
    };
    this.wakeTimer = setTimeout(wake, Math.max(1, dueInMs)).unref();
  }

  private async renewLeases(): Promise<void> {
    const held = [...this.inHand.entries()];
    if (held.length === 0) return;
    try {
      const kept = await this.work.renew(held.map(([, { item }]) => item));
      for (const [key, { lost }] of held) if (!kept.has(key)) lost.abort();
    } catch (error) {
      this.logger.warn({ error }, 'leases could not be renewed');
    }
  }
}
