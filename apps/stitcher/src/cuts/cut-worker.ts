import { newId } from '@shared/contracts/ids';
import type { Doorbell } from '@shared/database/doorbell';
import { RENEW_LEASE_MS } from '@shared/database/lease';
import { failpoint } from '@shared/failpoints/failpoint';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';
import type { Cut } from './cut';
import { CUT_BELL, type CutLeases, leaseKey } from './cut-leases';
import type { CutSteps } from './cut-steps';

export interface CutWorkerParts {
  leases: CutLeases;
  steps: CutSteps;
  doorbell: Doorbell;
  logger: Logger;
  /** Most cuts that this process works on. */
  cutsAtOnce: number;
}

interface InHand {
  cut: Cut;
  lost: AbortController;
  done: Promise<void>;
}

/** Leases due cuts and makes their films. Any number of replicas share the work. */
export class CutWorker extends Loop {
  readonly owner = newId('wrk');
  private readonly inHand = new Map<string, InHand>();
  private renewal: NodeJS.Timeout | undefined;
  private wakeTimer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: CutWorkerParts) {
    super({ name: 'cuts', logger: parts.logger, idleMs: 2_000 });
    parts.doorbell.listen(CUT_BELL, () => {
      this.wake();
      void this.renewLeases();
    });
  }

  override start(): void {
    super.start();
    this.renewal ??= setInterval(() => void this.renewLeases(), RENEW_LEASE_MS).unref();
  }

  async runOnce(): Promise<boolean> {
    const { steps, cutsAtOnce } = this.parts;
    const cuts = await steps.claim(this.owner, cutsAtOnce - this.inHand.size);
    if (cuts.length > 0) await failpoint('cut.after-claim');
    for (const cut of cuts) this.takeInHand(cut);
    await this.planNextTurn();
    return false;
  }

  /** Joins are broken off and handed to the other replicas: to begin anew costs seconds, and no money. */
  override async stop(): Promise<void> {
    await super.stop();
    clearTimeout(this.wakeTimer);
    await Promise.all([...this.inHand.values()].map(({ done }) => done));
    clearInterval(this.renewal);
    this.renewal = undefined;
  }

  private takeInHand(cut: Cut): void {
    const lost = new AbortController();
    const done = this.workOn(cut, lost.signal).finally(() => {
      this.inHand.delete(leaseKey(cut));
      this.wake();
    });
    this.inHand.set(leaseKey(cut), { cut, lost, done });
  }

  private async workOn(cut: Cut, leaseLost: AbortSignal): Promise<void> {
    try {
      await this.parts.steps.run(cut, { leaseLost, stopping: this.signal });
    } catch (error) {
      const { filmId, revision } = cut;
      this.logger.error(
        { filmId, revision, error },
        'what came of a cut could not be written, its lease is left to expire',
      );
    }
  }

  private async planNextTurn(): Promise<void> {
    const dueInMs = await this.parts.leases.nextDueInMs();
    clearTimeout(this.wakeTimer);
    if (dueInMs === null || this.inHand.size >= this.parts.cutsAtOnce) return;
    this.wakeTimer = setTimeout(
      () => {
        this.wake();
      },
      Math.max(1, dueInMs),
    ).unref();
  }

  private async renewLeases(): Promise<void> {
    const held = [...this.inHand.values()];
    if (held.length === 0) return;
    try {
      const kept = await this.parts.leases.renew(held.map(({ cut }) => cut));
      for (const { cut, lost } of held) if (!kept.has(leaseKey(cut))) lost.abort();
    } catch (error) {
      this.logger.warn({ error }, 'leases could not be renewed');
    }
  }
}
