interface Held {
  timer: NodeJS.Timeout;
  over: PromiseWithResolvers<undefined>;
}

/** Lets those go first in this process for whom others wait: whatever may as well come a moment later asks when it is clear. */
export class RightOfWay {
  private readonly held = new Map<string, Held>();

  /** Until it is let go, and for `mostMs` at most. */
  hold(key: string, mostMs: number): void {
    const before = this.held.get(key);
    clearTimeout(before?.timer);
    const timer = setTimeout(() => {
      this.letGo(key);
    }, mostMs).unref();
    this.held.set(key, { timer, over: before?.over ?? Promise.withResolvers() });
  }

  letGo(key: string): void {
    const held = this.held.get(key);
    clearTimeout(held?.timer);
    this.held.delete(key);
    held?.over.resolve(undefined);
  }

  /** Waits for those that have it now, and for nobody who comes later. */
  async whenClear(): Promise<void> {
    await Promise.all([...this.held.values()].map(({ over }) => over.promise));
  }
}
