import type { MediaBrief } from '../media/studio';
import type { Ledger } from '../ledger/ledger';
import type { Ending, Operation } from './operation';

export interface OperationsOptions {
  ledger: Ledger;
  make: (brief: MediaBrief) => Promise<unknown>;
  now: () => number;
  /** Called once for each operation, when its end is on the disk. */
  onEnded: (operation: Operation) => void;
}

// Timers beyond it would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Every operation from its acceptance to its end. The end is booked when the latency is over and the media are there. */
export class Operations {
  readonly mostInFlight = new Map<string, number>();
  private readonly inFlight = new Map<string, Set<string>>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly waiting = new Map<string, (() => void)[]>();
  private isStopped = false;

  constructor(private readonly options: OperationsOptions) {}

  /** Goes on with what a former process had accepted and not finished. */
  resume(): void {
    for (const operation of this.options.ledger.operations.values()) {
      if (operation.end === null) this.start(operation);
    }
  }

  // In flight from the first moment: whoever comes while the row is being written already counts it.
  async accept(operation: Operation): Promise<void> {
    const booked = this.options.ledger.write({ row: 'accepted', operation });
    this.start(operation);
    await booked;
  }

  find(id: string): Operation | null {
    const { ledger } = this.options;
    return ledger.deleted.has(id) ? null : (ledger.operations.get(id) ?? null);
  }

  countInFlight(model: string): number {
    return this.inFlight.get(model)?.size ?? 0;
  }

  listInFlight(): Operation[] {
    const ids = [...this.inFlight.values()].flatMap((set) => [...set]);
    return ids.flatMap((id) => this.options.ledger.operations.get(id) ?? []);
  }

  async whenEnded(operation: Operation): Promise<void> {
    if (operation.end !== null) return;
    await new Promise<void>((resolve) => {
      this.waiting.set(operation.id, [...(this.waiting.get(operation.id) ?? []), resolve]);
    });
  }

  /** The first end counts; a later one changes nothing. */
  async end(operation: Operation, status: Ending, message?: string): Promise<void> {
    if (operation.end !== null || this.isStopped) return;
    const costMicros = status === 'completed' ? operation.costMicros : 0;
    const atMs = this.options.now();
    const booked = this.options.ledger.write({
      row: 'ended',
      id: operation.id,
      atMs,
      status,
      costMicros,
      ...(message !== undefined && { message }),
    });
    this.forget(operation);
    await booked;
    this.options.onEnded(operation);
    for (const resolve of this.waiting.get(operation.id) ?? []) resolve();
    this.waiting.delete(operation.id);
  }

  /** What is still in flight ends in the next process. */
  stop(): void {
    this.isStopped = true;
    this.clearTimers();
  }

  /** Forgets all work in flight, for a ledger that begins anew. */
  reset(): void {
    this.clearTimers();
    this.inFlight.clear();
    this.mostInFlight.clear();
  }

  private clearTimers(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private start(operation: Operation): void {
    const ids = this.inFlight.get(operation.model) ?? new Set<string>();
    this.inFlight.set(operation.model, ids.add(operation.id));
    this.mostInFlight.set(operation.model, Math.max(ids.size, this.mostInFlight.get(operation.model) ?? 0));

    // Made while the latency runs; a failure shows when the operation ends.
    const media = operation.verdict === 'completed' ? this.makeMedia(operation) : Promise.resolve();
    media.catch(() => undefined);
    const finish = () => void this.finish(operation, media);
    const inMs = Math.max(0, operation.readyAtMs - this.options.now());
    if (inMs <= LONGEST_TIMER_MS) this.timers.set(operation.id, setTimeout(finish, inMs));
  }

  private async makeMedia({ brief }: Operation): Promise<void> {
    if (brief.kind !== 'text') await this.options.make(brief);
  }

  private async finish(operation: Operation, media: Promise<void>): Promise<void> {
    try {
      await media;
      await this.end(operation, operation.verdict);
    } catch (error) {
      await this.end(operation, 'failed', error instanceof Error ? error.message : String(error));
    }
  }

  private forget({ id, model }: Operation): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.inFlight.get(model)?.delete(id);
  }
}
