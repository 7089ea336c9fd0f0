/** Lets so many pieces of work run at a time; the others wait in order. */
export class Turns {
  private readonly ahead: (() => void)[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(work, this.waiting);
  }

  /** Before all that wait by `take`. */
  async takeAhead<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(work, this.ahead);
  }

  private async inTurn<T>(work: () => Promise<T>, queue: (() => void)[]): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.ahead.shift() ?? this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}
