import { setTimeout as wait } from 'node:timers/promises';
import type { Drive } from './fault-run.ts';
import { pick } from './random.ts';
import { DISASTERS } from './weather.ts';

const PACE_MS = 5_000;

/** One disaster after another, drawn by lot, with a pause in which films go on. */
export function soak(minutes: number): Drive {
  return async (run) => {
    const until = performance.now() + minutes * 60_000;
    let kills = 0;
    let points = 0;
    while (performance.now() < until) {
      const [name, strike] = pick(run.random, Object.entries(DISASTERS)) ?? [];
      if (strike === undefined) break;
      run.tell(String(name));
      kills += await strike(run);
      points++;
      await wait(PACE_MS * run.random());
    }
    return { kills, points };
  };
}
