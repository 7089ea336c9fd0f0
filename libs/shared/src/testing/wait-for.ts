import { setTimeout as wait } from 'node:timers/promises';

export interface WaitForOptions {
  timeoutMs?: number;
  /** What is waited for, in words, for the message of a failure. */
  what?: string;
}

const INTERVAL_MS = 15;

/** Asks until the answer is neither false nor nothing, and gives it back. The only form of waiting that tests have. */
export async function waitFor<T>(
  ask: () => T | Promise<T>,
  { timeoutMs = 30_000, what = ask.toString() }: WaitForOptions = {},
): Promise<NonNullable<Awaited<T>>> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer;
    if (Date.now() > until) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await wait(INTERVAL_MS);
  }
}
