import { afterAll, beforeAll } from '@jest/globals';

const STOP_MS = 30_000;

/** What all specs of a file share: made before the first, stopped after the last. Called at the top of the file. */
export function startOnce<T>(start: () => Promise<T>, stop: (running: T) => Promise<void>): () => T {
  const started: T[] = [];
  beforeAll(async () => {
    started.push(await start());
  });
  afterAll(() => Promise.all(started.map(stop)), STOP_MS);
  return () => {
    const [running] = started;
    if (running === undefined) throw new Error('it did not start');
    return running;
  };
}
