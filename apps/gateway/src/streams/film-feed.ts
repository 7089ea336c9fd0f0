import type { StreamEvent } from '@shared/contracts/film-stream';
import type { Logger } from '@shared/telemetry/logger';
import type { EventStream } from './event-stream';

export interface FilmFeedOptions {
  loadEvents(after: number, limit: number): Promise<StreamEvent[]>;
  logger: Logger;
}

const BATCH = 100;
const RETRY_MS = 1_000;

/** Writes one film's log to all who listen to it. The log is the only source, so nobody misses or doubles an event. */
export class FilmFeed {
  private readonly streams = new Set<EventStream>();
  private isPumping = false;
  private wasRung = false;

  constructor(private readonly options: FilmFeedOptions) {}

  get isEmpty(): boolean {
    return this.streams.size === 0;
  }

  join(stream: EventStream): void {
    this.streams.add(stream);
    stream.onFree(() => {
      this.ring();
    });
    this.ring();
  }

  leave(stream: EventStream): void {
    this.streams.delete(stream);
  }

  endAll(retryMs: () => number): void {
    for (const stream of this.streams) stream.end(retryMs());
  }

  /** The log may have grown, or somebody may be free to read on. */
  ring(): void {
    this.wasRung = true;
    if (!this.isPumping) void this.pump();
  }

  private async pump(): Promise<void> {
    this.isPumping = true;
    try {
      while (this.wasRung) {
        this.wasRung = false;
        while (await this.pumpOnce());
      }
    } catch (error) {
      this.options.logger.warn({ error }, 'log of a film cannot be read');
      setTimeout(() => {
        this.ring();
      }, RETRY_MS).unref();
    } finally {
      this.isPumping = false;
    }
  }

  // False when those who can take more have all there is.
  private async pumpOnce(): Promise<boolean> {
    const free = [...this.streams].filter((stream) => stream.isFree);
    if (free.length === 0) return false;
    const events = await this.options.loadEvents(Math.min(...free.map(({ position }) => position)), BATCH);
    for (const event of events) for (const stream of free) stream.sendEvent(event);
    if (events.length === BATCH) return true;
    // An end behind which the log goes on was that of an earlier revision or cut.
    for (const stream of free) stream.endIfOver(events.at(-1)?.seq ?? 0);
    return false;
  }
}
