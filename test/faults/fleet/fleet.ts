import { rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerAddresses } from '../../../scripts/servers/server-addresses.ts';
import { bringStackUp } from '../../../scripts/stack/bring-stack-up.ts';
import { wipe } from '../../../scripts/stack/prepare-servers.ts';
import { buildEnvironment, databaseUrl } from '../../../scripts/stack/process-environment.ts';
import { loadPlan, logFileOf, savePlan } from '../../../scripts/stack/stack-file.ts';
import {
  findSimulator,
  type StackPlan,
  type StackProcess,
  type StackWish,
  titleOf,
  urlOf,
} from '../../../scripts/stack/stack-plan.ts';
import { isRunning, signalProcess, spawnProcess } from '../../../scripts/stack/stack-process.ts';
import { takeStackDown } from '../../../scripts/stack/take-stack-down.ts';
import { buildNetwork, fleetKafka, type FleetNetwork } from './fleet-network.ts';
import { buildPlace, emptyFolders, type FleetPlace, SECRETS } from './fleet-place.ts';

const SUPERVISE_MS = 1_500;

export type FleetWish = Pick<StackWish, 'replicas' | 'timeScale' | 'settings'> & { name: string };

/** One of our services, on its port for as long as the fleet is up, however often it dies. */
export interface FleetMember {
  title: string;
  process: StackProcess;
  logFile: string;
  /** How long the log was when the process of now began. */
  logFrom: number;
}

/** Five services in several replicas, as processes that may be killed, behind proxies that may be bad. */
export class Fleet {
  readonly place: FleetPlace;
  readonly network: FleetNetwork;
  readonly members: readonly FleetMember[];
  private readonly plan: StackPlan;
  private supervision: Promise<void> | null = null;
  private isUnattended = false;

  private constructor(place: FleetPlace, network: FleetNetwork, plan: StackPlan) {
    this.place = place;
    this.network = network;
    this.plan = plan;
    this.members = plan.processes
      .filter(({ name }) => name !== 'simulator')
      .map((process) => ({ title: titleOf(process), process, logFile: logFileOf(plan, process), logFrom: 0 }));
  }

  /** What a run that was killed has left under the same name goes first. */
  static async up({ name, replicas, timeScale, settings }: FleetWish): Promise<Fleet> {
    const place = buildPlace(name);
    await takeStackDown(place);
    await emptyFolders(place);
    const network = await buildNetwork(place);
    place.servers = network.proxied;
    const planted = { GEMINI_API_KEY: SECRETS['provider key'], GEMINI_BASE_URL: network.providerUrl };
    const folders = { FAILPOINTS: place.mines, TMPDIR: place.temporary };
    const wish = { place, replicas, timeScale, settings: { ...settings, ...planted, ...folders }, simulated: true };
    await bringStackUp(wish, { fresh: true });
    const plan = await loadPlan(place);
    if (plan === null) throw new Error('the fleet has no plan');
    return new Fleet(place, network, plan);
  }

  /** Takes everything along, but for the logs when they may be needed. */
  async down({ keepLogs }: { keepLogs: boolean }): Promise<void> {
    await takeStackDown(this.place);
    await wipe(this.place, this.network.direct);
    await Promise.all(Object.values(this.network.proxies).map((proxy) => proxy.close()));
    await fleetKafka.stop({ kill: false });
    if (!keepLogs) await rm(this.place.dir, { recursive: true, force: true });
  }

  signal({ process }: FleetMember, signal: NodeJS.Signals): boolean {
    return signalProcess(process, signal);
  }

  isRunning({ process }: FleetMember): Promise<boolean> {
    return isRunning(process);
  }

  /** Begins the process anew and does not wait for it. */
  async restart(member: FleetMember): Promise<void> {
    member.logFrom = (await stat(member.logFile)).size;
    const environment = buildEnvironment(this.plan, member.process, this.network.proxied);
    member.process.pid = await spawnProcess(this.plan, member.process, environment);
    await savePlan(this.plan);
  }

  /** Begins anew whoever is found dead twice, as any installation would; those that are struck are begun anew before that. */
  supervise(): void {
    this.supervision = this.keepAlive();
  }

  async endSupervision(): Promise<void> {
    this.isUnattended = true;
    await this.supervision;
  }

  private async keepAlive(): Promise<void> {
    let missing: readonly FleetMember[] = [];
    while (!this.isUnattended) {
      await wait(SUPERVISE_MS);
      const running = await Promise.all(this.members.map((member) => this.isRunning(member)));
      const gone = this.members.filter((_, i) => running[i] === false);
      for (const member of gone.filter((it) => missing.includes(it))) await this.restart(member);
      missing = gone;
    }
  }

  get gateways(): string[] {
    return this.plan.processes.filter(({ name }) => name === 'gateway').map(urlOf);
  }

  /** Both past the proxies: whoever judges must not be disturbed. */
  get databaseUrl(): string {
    return databaseUrl(this.network.direct.postgres.url, this.place.database);
  }

  get simulator(): string {
    const simulator = findSimulator(this.plan);
    if (simulator === null) throw new Error('the fleet has no simulator');
    return urlOf(simulator);
  }

  get servers(): ServerAddresses {
    return this.network.direct;
  }
}
