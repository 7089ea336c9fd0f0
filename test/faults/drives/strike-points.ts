import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { STACK_SERVICES } from '../../../scripts/stack/stack-plan.ts';
import type { FleetMember } from '../fleet/fleet.ts';
import { readLogNews } from '../fleet/read-log.ts';
import { buryAndRestart } from './deaths.ts';
import type { Drive, FaultRun } from './fault-run.ts';
import { type Case, nameOf } from './points.ts';

const LOOK_MS = 25;
const PASSED_WITHIN_MS = 90_000;
/** A clean stop is done in half of it, on a machine that has nothing else to do. */
const STOPS_WITHIN_MS = 10_000;
/** Longer than a lease, in which the frozen process is replaced; elsewhere 30 s at the fleet's scale. */
const FREEZE_MS = { worker: 12_000, gateway: 1_500 };

/** Lays a mine for each case, one at a time in each service, and does what follows when it has struck. */
export function strikePoints(cases: readonly Case[]): Drive {
  return async (run) => {
    const lanes = STACK_SERVICES.map(
      (service) =>
        new Lane(
          run,
          cases.filter((it) => it.service === service),
        ),
    );
    await Promise.all(lanes.map((lane) => lane.run()));
    const missed = lanes.flatMap((lane) => lane.missed);
    for (const name of missed) run.tell(`MISSED ${name}`);
    return { kills: cases.filter(({ strike }) => strike === 'kill').length, points: cases.length, missed };
  };
}

class Lane {
  readonly missed: string[] = [];
  private readonly frozen = new Map<FleetMember, Promise<void>>();
  private readonly fleetRun: FaultRun;
  private readonly cases: readonly Case[];

  constructor(fleetRun: FaultRun, cases: readonly Case[]) {
    this.fleetRun = fleetRun;
    this.cases = cases;
  }

  async run(): Promise<void> {
    for (const it of this.cases) {
      const isStruck = await this.strike(it).catch((error: unknown) => {
        this.fleetRun.tell(String(error));
        return false;
      });
      if (!isStruck) this.missed.push(nameOf(it));
    }
    await Promise.all(this.frozen.values());
  }

  private async strike(it: Case): Promise<boolean> {
    await this.leaveOneAwake(it);
    const { mines } = this.fleetRun.fleet.place;
    const mine = `${it.service}.${it.point}.1`;
    // An unknown submit is there to be asked for once a worker has died with the answer.
    if (it.point.startsWith('recall.')) await layMine(mines, `${it.service}.submit.after-answer.1`, 'throw');
    await layMine(mines, mine, it.strike);
    const pid = await waitForStrike(mines, mine);
    if (pid === null) {
      await rm(join(mines, mine), { force: true });
      return false;
    }
    const member = this.fleetRun.fleet.members.find(({ process }) => process.pid === pid);
    if (member !== undefined) await this.follow(it, member);
    return true;
  }

  private async follow({ strike, point }: Case, member: FleetMember): Promise<void> {
    const diedAt = performance.now();
    if (strike === 'kill') await buryAndRestart(this.fleetRun, member, { diedAt, withinMs: 20_000 });
    if (strike === 'term') await buryAndRestart(this.fleetRun, member, { diedAt, withinMs: STOPS_WITHIN_MS });
    if (strike === 'stop') this.frozen.set(member, this.thaw(member, point, diedAt));
  }

  private async thaw(member: FleetMember, point: string, frozenAt: number): Promise<void> {
    const isWorker = member.process.name !== 'gateway';
    const { owner } = await readLogNews(member);
    if (owner !== null && !point.startsWith('outbox')) await this.fleetRun.frozen.noteDeath(owner, frozenAt);
    await wait(isWorker ? FREEZE_MS.worker : FREEZE_MS.gateway);
    this.fleetRun.fleet.signal(member, 'SIGCONT');
    this.frozen.delete(member);
  }

  // With all of a service frozen nothing would pass any more.
  private async leaveOneAwake({ service }: Case): Promise<void> {
    const members = this.fleetRun.fleet.members.filter(({ process }) => process.name === service);
    if (this.frozen.size >= Math.max(1, members.length - 1)) await Promise.race(this.frozen.values());
  }
}

// Under its name it is there as a whole: whoever passes in that moment would take an empty one away.
async function layMine(mines: string, mine: string, action: string): Promise<void> {
  const unfinished = join(mines, `unfinished-${mine}`);
  await writeFile(unfinished, action);
  await rename(unfinished, join(mines, mine));
}

// The name of a mine that has struck tells whom.
async function waitForStrike(mines: string, mine: string): Promise<number | null> {
  const until = performance.now() + PASSED_WITHIN_MS;
  while (performance.now() < until) {
    for (const name of await readdir(mines)) {
      const [, pid] = /^struck-(\d+)-/.exec(name) ?? [];
      if (pid === undefined || name !== `struck-${pid}-${mine}`) continue;
      await rm(join(mines, name));
      return Number(pid);
    }
    await wait(LOOK_MS);
  }
  return null;
}
