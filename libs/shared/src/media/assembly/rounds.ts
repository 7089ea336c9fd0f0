/** For work that costs little more for many than for one: what is asked for while a round is under way goes together into the next. */
export class Rounds<T> {
  private waiting: T[] = [];
  private next: Promise<void> | null = null;
  private current: Promise<unknown> = Promise.resolve();

  /** `work`: one round; at least one item. */
  constructor(private readonly work: (items: readonly T[]) => Promise<void>) {}

  /** Settles as the round does in which the item was done. */
  take(item: T): Promise<void> {
    this.waiting.push(item);
    this.next ??= this.current.then(() => this.begin());
    return this.next;
  }

  private begin(): Promise<void> {
    const items = this.waiting;
    this.waiting = [];
    this.next = null;
    const round = this.work(items);
    this.current = round.catch(() => undefined);
    return round;
  }
}
