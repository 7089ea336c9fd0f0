/** Runs out after so many milliseconds, or when `signal` does. */
export class TimeLimit implements Disposable {
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  isOver = false;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(timeoutMs: number, signal?: AbortSignal) {
    this.signal = signal ? AbortSignal.any([signal, this.controller.signal]) : this.controller.signal;
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.controller.abort();
    }, timeoutMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.timer);
  }
}
