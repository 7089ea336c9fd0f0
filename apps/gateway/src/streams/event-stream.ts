import type { ServerResponse } from 'node:http';
import { isFinal } from '@shared/contracts/film';
import type { Snapshot, StreamEvent } from '@shared/contracts/film-stream';

export interface StreamTimes {
  heartbeatMs: number;
  /** How long a reader may let written data lie before it is dropped. */
  patienceMs: number;
}

/** One client's server-sent events. Nothing piles up: while the reader does not read, nothing more is written. */
export class EventStream {
  /** Sequence number of what was written last. */
  position: number;
  /** Whether the film had ended by then. */
  private isOver = false;
  private readonly heartbeat: NodeJS.Timeout;
  private patience: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    private readonly response: ServerResponse,
    position: number,
    private readonly times: StreamTimes,
  ) {
    this.position = position;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      // Proxies of the nginx kind would keep events back.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    response.on('error', () => undefined);
    this.heartbeat = setInterval(() => {
      if (this.isFree) this.write(': heartbeat\n\n');
    }, times.heartbeatMs);
    response.once('close', () => {
      this.stopTimers();
    });
  }

  /** Whether more may be written now. */
  get isFree(): boolean {
    return this.isOpen && !this.response.writableNeedDrain;
  }

  get isOpen(): boolean {
    return !this.ended && !this.response.destroyed;
  }

  onFree(listener: () => void): void {
    this.response.on('drain', listener);
  }

  onClose(listener: () => void): void {
    this.response.once('close', listener);
  }

  sendSnapshot(snapshot: Snapshot): void {
    this.position = snapshot.seq;
    this.write(toMessage(snapshot.seq, 'snapshot', snapshot));
  }

  /** Writes the event if it is the very next one. */
  sendEvent(event: StreamEvent): void {
    if (!this.isFree || event.seq !== this.position + 1) return;
    this.position = event.seq;
    this.isOver = isFinal(event.film.status);
    this.write(toMessage(event.seq, event.name, event));
  }

  /** Ends where nothing more will come: the film has ended, and not gone on since. `lastSeq`: of the log as it is now. */
  endIfOver(lastSeq: number): void {
    if (this.isOver && this.position >= lastSeq) this.end();
  }

  /** With `retryMs` the client is asked to come back then. */
  end(retryMs?: number): void {
    if (!this.isOpen) return;
    this.ended = true;
    this.stopTimers();
    this.response.end(retryMs === undefined ? '' : `retry: ${retryMs}\n\n`);
  }

  private write(text: string): void {
    if (this.response.write(text)) return;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.response.destroy(), this.times.patienceMs);
    this.response.once('drain', () => {
      clearTimeout(this.patience);
    });
  }

  private stopTimers(): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.patience);
  }
}

// JSON has no line breaks of its own, so the data are one line.
function toMessage(id: number, name: string, data: unknown): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
