import { setTimeout as wait } from 'node:timers/promises';
import type { FleetMember } from '../fleet/fleet.ts';
import { readLogNews } from '../fleet/read-log.ts';
import { buryAndRestart } from './deaths.ts';
import type { Drive, FaultRun } from './fault-run.ts';
import { pick } from './random.ts';

/** How often each kind of service is hit: those that buy far more than the others. */
const WEIGHTS = { clipper: 5, keyframer: 4, planner: 2, stitcher: 1, gateway: 1, simulator: 0 };
const PACE_MS = 900;
/** Of so many kills the moment is drawn among submits, polls and downloads; the others hit whoever they hit. */
const AIMED = 0.75;
const LOOK_AGAIN_MS = 50;
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
      if (victim === null) {
        await wait(LOOK_AGAIN_MS);
        continue;
      }
      for (const status of await kill(run, victim)) left[status] = (left[status] ?? 0) + 1;
      if (++killed % 25 === 0) run.tell(`${killed} kills`);
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

// Only who has begun its work, and of those that are several never the last: somebody has to take over.
async function chooseVictim(run: FaultRun): Promise<FleetMember | null> {
  const { fleet, random } = run;
  const news = await Promise.all(fleet.members.map(async (member) => ({ member, ...(await readLogNews(member)) })));
  const serving = news.filter(({ isServing }) => isServing);
  const victims = serving.filter(({ member: { process } }) => {
    return (
      process.name === 'gateway' || serving.filter(({ member }) => member.process.name === process.name).length > 1
    );
  });
  if (random() > AIMED)
    return (
      pick(
        random,
        victims.flatMap(({ member }) => toTickets(member)),
      ) ?? null
    );
  const owner = await findWorker(run);
  return victims.find((victim) => victim.owner === owner)?.member ?? null;
}

// Each kind of work is as likely, however rare it is; a submit, the shortest of all, is not let go by.
async function findWorker({ killed, random }: FaultRun): Promise<string | null> {
  const inHand = await killed.listLeases();
  const statuses = [...new Set(inHand.map((lease) => lease.status))];
  const status = pick(random, statuses.includes('submitting') ? ['submitting'] : statuses);
  return (
    pick(
      random,
      inHand.filter((lease) => lease.status === status),
    )?.owner ?? null
  );
}

function toTickets(member: FleetMember): FleetMember[] {
  return Array<FleetMember>(WEIGHTS[member.process.name]).fill(member);
}
