import { setTimeout as wait } from 'node:timers/promises';
import type { FleetMember } from '../fleet/fleet.ts';
import { readLogNews } from '../fleet/read-log.ts';
import { buryAndRestart } from './deaths.ts';
import type { Drive, FaultRun } from './fault-run.ts';
import { pick } from './random.ts';

/** How often each kind of service is hit: those that buy far more than the others. */
const WEIGHTS = { clipper: 5, keyframer: 4, planner: 2, stitcher: 1, gateway: 1, simulator: 0 };
const PACE_MS = 1_000;
/** Until films are under way in all stages. */
const BEGIN_MS = 3_000;

/** kill -9, about once a second, at whatever a process is doing; each is begun anew at once. */
export function killAtRandom(kills: number): Drive {
  return async (run) => {
    await wait(BEGIN_MS);
    const left: Record<string, number> = {};
    for (let killed = 0; killed < kills;) {
      const nextAt = performance.now() + PACE_MS * (0.5 + run.random());
      const victim = await chooseVictim(run);
      if (victim !== null) {
        for (const status of await kill(run, victim)) left[status] = (left[status] ?? 0) + 1;
        if (++killed % 25 === 0) run.tell(`${killed} kills`);
      }
      await wait(Math.max(10, nextAt - performance.now()));
    }
    run.tell(`in hand when killed: ${JSON.stringify(left)}`);
    return { kills };
  };
}

async function kill(run: FaultRun, member: FleetMember): Promise<string[]> {
  const diedAt = performance.now();
  run.fleet.signal(member, 'SIGKILL');
  return buryAndRestart(run, member, { diedAt, withinMs: 20_000 });
}

// Only who has begun its work, and of those that buy never the last: somebody has to take over.
async function chooseVictim({ fleet, random }: FaultRun): Promise<FleetMember | null> {
  const tickets = fleet.members.flatMap((member) => Array<FleetMember>(WEIGHTS[member.process.name]).fill(member));
  const member = pick(random, tickets);
  if (member === undefined || !(await readLogNews(member)).isServing) return null;
  if (member.process.name === 'gateway') return member;
  const peers = fleet.members.filter((other) => other !== member && other.process.name === member.process.name);
  const news = await Promise.all(peers.map(readLogNews));
  return news.some(({ isServing }) => isServing) ? member : null;
}
