import type { Doorbell } from '@shared/database/doorbell';
import { NEWS_BELL } from '../cuts/news-bell';

/** Rings can be lost with their connection. */
const LOOK_AGAIN_MS = 2_000;

/** Tells whoever waits for something new about a film. */
export class FilmNews {
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(doorbell: Doorbell) {
    doorbell.listen(NEWS_BELL, (filmId) => {
      const rung = filmId === '' ? [...this.waiting.values()] : [this.waiting.get(filmId)];
      for (const listeners of rung) for (const listener of listeners ?? []) listener();
    });
  }

  /** From here on nothing is missed until `next` is called and has resolved. */
  follow(filmId: string): FilmFollower {
    const listeners = this.waiting.get(filmId) ?? new Set();
    this.waiting.set(filmId, listeners);
    return new FilmFollower(listeners, () => {
      if (listeners.size === 0) this.waiting.delete(filmId);
    });
  }
}

export class FilmFollower implements Disposable {
  private wasRung = false;
  private wake: (() => void) | null = null;
  private readonly listener = (): void => {
    this.wasRung = true;
    this.wake?.();
  };

  constructor(
    private readonly listeners: Set<() => void>,
    private readonly onEnd: () => void,
  ) {
    listeners.add(this.listener);
  }

  /** Resolves at the next ring, or at the one since the last call; after some seconds in any case, and when the signal ends it. */
  async next(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      resolve(undefined);
    };
    this.wake = wake;
    const timer = setTimeout(wake, LOOK_AGAIN_MS);
    signal.addEventListener('abort', wake, { once: true });
    if (!this.wasRung && !signal.aborted) await promise;
    this.wasRung = false;
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
  }

  [Symbol.dispose](): void {
    this.listeners.delete(this.listener);
    this.onEnd();
  }
}
