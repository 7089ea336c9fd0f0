import { AsyncLocalStorage } from 'node:async_hooks';
import type { FilmEvent } from '@shared/contracts/events';

const storage = new AsyncLocalStorage<FilmEvent>();

// Lets the outbox name the cause of what a handler states, without each handler passing it on.
export function whileHandling<T>(event: FilmEvent, work: () => Promise<T>): Promise<T> {
  return storage.run(event, work);
}

export function eventUnderHandling(): FilmEvent | null {
  return storage.getStore() ?? null;
}
