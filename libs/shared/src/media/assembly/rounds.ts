interface Round<T> {
  items: T[];
  done: Promise<void>;
}

/** For work that costs little more for many than for one: what is asked for while a round is under way goes together into the next. */
export class Rounds<T> {
  private open: Round<T> | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** `work`: one round; at least one item, `most` at most. */
  constructor(
    private readonly work: (items: readonly T[]) => Promise<void>,
    private readonly most = Infinity,
  ) {}

  /** Settles as the round does in which the item was done. */
  take(item: T): Promise<void> {
    const round = this.open !== null && this.open.items.length < this.most ? this.open : this.openRound();
    round.items.push(item);
    return round.done;
  }

  private openRound(): Round<T> {
    const items: T[] = [];
    const begin = (): Promise<void> => {
      if (this.open?.items === items) this.open = null;
      return this.work(items);
    };
    const round = { items, done: this.last.then(begin) };
    this.open = round;
    this.last = round.done.catch(() => undefined);
    return round;
  }
}
