import { setTimeout as wait } from 'node:timers/promises';
import type { Latencies } from './critical-path.ts';

/** Milliseconds between two looks at an operation, as the source has them, at a tenth: from 1 s on, half as long again each time, up to 3 s. */
const POLL_MS = { first: 1000, growth: 1.5, most: 3000 };

/**
 * The way of working that this project set out from: the plan before the first image, every image before the first clip, clips in
 * groups of as many as there are slots, each group awaited as a whole, and polls that grow rarer. Only its waiting is done: joining
 * would come on top.
 */
export async function waitAtBarriers(
  scenes: number,
  slots: number,
  { planMs, imageMs, clipMs }: Latencies,
): Promise<number> {
  const begunAt = performance.now();
  await wait(planMs);
  for (let image = 0; image <= scenes; image++) await wait(imageMs);
  for (let done = 0; done < scenes; done += slots) await pollUntil(performance.now() + clipMs);
  return Math.round(performance.now() - begunAt);
}

async function pollUntil(finishedAt: number): Promise<void> {
  for (let gapMs = POLL_MS.first; ; gapMs = Math.min(POLL_MS.most, gapMs * POLL_MS.growth)) {
    await wait(gapMs);
    if (performance.now() >= finishedAt) return;
  }
}
