import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from '@shared/telemetry/logger';

export interface LoopOptions {
  name: string;
  logger: Logger;
  /** Pause after a turn that found nothing, unless woken. */
  idleMs: number;
}

const BACK_OFF_MS = { first: 250, most: 5_000 };

/**
 * Work that is never finished. As a Nest provider it runs from the start of the app to its stop.
 * A turn that throws is logged and tried again later; nothing is logged when there is nothing to do.
 */
export abstract class Loop implements OnApplicationBootstrap, OnModuleDestroy {
  protected readonly logger: Logger;
  private running: Promise<void> | null = null;
  private stopping = new AbortController();
  private woken = false;
  private endPause: (() => void) | null = null;

  constructor(private readonly options: LoopOptions) {
    this.logger = options.logger.child({ loop: options.name });
  }

  /** One turn; true when there may be more to do at once. Tests call this. */
  abstract runOnce(): Promise<boolean>;

  start(): void {
    if (this.running !== null) return;
    this.stopping = new AbortController();
    this.running = this.run(this.stopping.signal);
  }

  /** Resolves when the running turn has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.endPause?.();
    await this.running;
    this.running = null;
  }

  /** There is something to do: ends the pause, or makes another turn follow the running one. */
  wake(): void {
    this.woken = true;
    this.endPause?.();
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  /** Aborted when the loop is told to stop. */
  protected get signal(): AbortSignal {
    return this.stopping.signal;
  }

  private async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      this.woken = false;
      const outcome = await this.takeTurn();
      if (outcome === 'more') failures = 0;
      else if (outcome === 'idle') {
        failures = 0;
        await this.pause(this.options.idleMs, signal);
      } else await this.backOff(failures++, signal);
    }
  }

  private async takeTurn(): Promise<'more' | 'idle' | 'failed'> {
    try {
      return (await this.runOnce()) ? 'more' : 'idle';
    } catch (error) {
      if (!this.signal.aborted) this.logger.error({ error }, 'turn failed');
      return 'failed';
    }
  }

  // Waking does not shorten it: what is down would be asked at every knock.
  private async backOff(failures: number, signal: AbortSignal): Promise<void> {
    const longest = Math.min(BACK_OFF_MS.first * 2 ** failures, BACK_OFF_MS.most);
    const until = Date.now() + longest * (0.5 + Math.random() / 2);
    while (!signal.aborted && Date.now() < until) {
      this.woken = false;
      await this.pause(until - Date.now(), signal);
    }
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    if (this.woken || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = null;
  }
}
