/** Work that goes on beside whoever has begun it. */
export class WorkUnderWay {
  private readonly running = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];

  /** `onEnd`: told when a piece of it has ended, in whatever way. */
  constructor(private readonly onEnd: () => void) {}

  get isIdle(): boolean {
    return this.running.size === 0;
  }

  begin(work: Promise<void>): void {
    const ended = work
      .catch((error: unknown) => {
        this.failures.push(error);
      })
      .then(() => {
        this.running.delete(ended);
        this.onEnd();
      });
    this.running.add(ended);
  }

  throwOnFailure(): void {
    if (this.failures.length > 0) throw this.failures[0];
  }

  /** Resolves when all that was begun has ended, in whatever way. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }
}
