/** Lets so many pieces of work run at a time; the others wait in order. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.run(work);
  }

  /** Waits for nobody, and those that `take` a turn wait for it. */
  async takeAhead<T>(work: () => Promise<T>): Promise<T> {
    this.free--;
    return this.run(work);
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.free++;
      this.beginNext();
    }
  }

  private beginNext(): void {
    while (this.free > 0 && this.waiting.length > 0) {
      this.free--;
      this.waiting.shift()?.();
    }
  }
}
