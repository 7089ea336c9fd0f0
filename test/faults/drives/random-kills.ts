import { setTimeout as wait } from 'node:timers/promises';
import { waitUntilGone } from '../../../scripts/stack/stack-process.ts';
import type { Fleet, FleetMember } from '../fleet/fleet.ts';
import { readLogNews } from '../fleet/read-log.ts';
import type { RecoveryWatch } from '../fleet/recovery-watch.ts';
import { pick, type Random } from './random.ts';

export interface RandomKills {
  fleet: Fleet;
  watch: RecoveryWatch;
  random: Random;
  kills: number;
  /** Between two kills; a process that is not back yet is not killed again. */
  paceMs: number;
  onKill: (kill: Kill) => void;
}

export interface Kill {
  title: string;
  /** Statuses of the attempts in its hands. */
  left: string[];
}

/** How often each kind of service is hit: those that buy far more than the others. */
const WEIGHTS = { clipper: 5, keyframer: 4, planner: 2, stitcher: 1, gateway: 1, simulator: 0 };

/** kill -9, again and again, at whatever a process is doing; each is begun anew at once. */
export async function killAtRandom({ fleet, watch, random, kills, paceMs, onKill }: RandomKills): Promise<void> {
  for (let killed = 0; killed < kills;) {
    const nextAt = performance.now() + paceMs * (0.5 + random());
    const victim = await chooseVictim(fleet, random);
    if (victim !== null) {
      onKill(await kill(fleet, watch, victim));
      killed++;
    }
    await wait(Math.max(10, nextAt - performance.now()));
  }
}

interface Victim {
  member: FleetMember;
  owner: string | null;
}

async function chooseVictim(fleet: Fleet, random: Random): Promise<Victim | null> {
  const tickets = fleet.members.flatMap((member) => Array<FleetMember>(WEIGHTS[member.process.name]).fill(member));
  const member = pick(random, tickets);
  if (member === undefined) return null;
  const { isServing, owner } = await readLogNews(member);
  return isServing ? { member, owner } : null;
}

async function kill(fleet: Fleet, watch: RecoveryWatch, { member, owner }: Victim): Promise<Kill> {
  const diedAt = performance.now();
  fleet.signal(member, 'SIGKILL');
  await waitUntilGone(member.process, 5_000);
  const left = owner === null ? [] : await watch.noteDeath(owner, diedAt);
  await fleet.restart(member);
  return { title: member.title, left };
}
