import type { Logger } from '@shared/telemetry/logger';

interface Stop {
  part: string;
  stop: () => Promise<void>;
}

/** What runs, in the order in which it was started; it stops in the opposite order. */
export class StopList {
  private readonly stops: Stop[] = [];
  private stopped: Promise<void> | null = null;

  constructor(private readonly logger: Logger) {}

  add(part: string, stop: () => Promise<void>): void {
    this.stops.push({ part, stop });
  }

  /** May be called twice. A part that can't stop does not keep the others from it. */
  stopAll(): Promise<void> {
    this.stopped ??= this.stopEach();
    return this.stopped;
  }

  private async stopEach(): Promise<void> {
    for (const { part, stop } of this.stops.toReversed()) {
      await stop().catch((error: unknown) => {
        this.logger.error({ error, part }, 'a part did not stop');
      });
    }
  }
}
