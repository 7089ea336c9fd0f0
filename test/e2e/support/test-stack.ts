import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { STATE_DIR } from '../../../scripts/servers/checkout.ts';
import { buildKafkaServer } from '../../../scripts/servers/kafka.ts';
import type { ManagedServer } from '../../../scripts/servers/managed-server.ts';
import { bringStackUp } from '../../../scripts/stack/bring-stack-up.ts';
import { killProcess, startProcess } from '../../../scripts/stack/disturb-stack.ts';
import { wipePlace } from '../../../scripts/stack/prepare-servers.ts';
import type { StackAddresses } from '../../../scripts/stack/stack-file.ts';
import type { StackPlace, StackService, StackWish } from '../../../scripts/stack/stack-plan.ts';
import { takeStackDown } from '../../../scripts/stack/take-stack-down.ts';

export interface TestStackWish extends Pick<StackWish, 'replicas' | 'timeScale'> {
  name: string;
  settings?: Record<string, string>;
  /** A broker of its own may be stopped without anybody else noticing. */
  hasOwnKafka?: boolean;
}

/** The five services and the simulator as processes, with nothing in common with a developer's stack but the servers. */
export class TestStack {
  private readonly place: StackPlace;
  private readonly kafka: ManagedServer<'kafka'> | null;
  private addresses: StackAddresses | null = null;

  constructor(private readonly wish: TestStackWish) {
    const title = `e2e-${wish.name}`;
    this.place = {
      dir: join(STATE_DIR, title),
      database: `reelwright_${title.replaceAll('-', '_')}`,
      bucket: `reelwright-${title}`,
      kafkaPrefix: `${title}.`,
    };
    this.kafka = wish.hasOwnKafka === true ? buildKafkaServer(`kafka-${title}`) : null;
  }

  /** What a run that was killed has left under the same name goes first. */
  async up(): Promise<void> {
    const { replicas, timeScale, settings = {} } = this.wish;
    await takeStackDown(this.place);
    const kafka = await this.kafka?.up({ fast: true });
    if (kafka !== undefined) this.place.servers = { kafka: kafka.address };
    const wish = { place: this.place, replicas, timeScale, settings, simulated: true };
    this.addresses = await bringStackUp(wish, { fresh: true });
  }

  /** Takes everything along, but for the logs when they may be needed. */
  async down({ keepLogs }: { keepLogs: boolean }): Promise<void> {
    await takeStackDown(this.place);
    await wipePlace(this.place);
    await this.kafka?.stop({ kill: false });
    if (!keepLogs) await rm(this.place.dir, { recursive: true, force: true });
  }

  /** Resolves when the process is gone. */
  async kill(name: StackService, replica = 1): Promise<void> {
    await killProcess(this.place, { name, replica }, 'KILL');
  }

  /** On the same address as before; resolves when it is ready. */
  async start(name: StackService, replica = 1): Promise<void> {
    this.addresses = await startProcess(this.place, { name, replica });
  }

  /** Resolves when the stack's own broker is gone. */
  async stopKafka(): Promise<void> {
    if (this.kafka === null) throw new Error('This stack has no Kafka of its own');
    await this.kafka.stop({ kill: false });
  }

  /** On the same port with the same data; resolves when it answers. */
  async startKafka(): Promise<void> {
    await this.kafka?.up({ fast: true });
  }

  /** Address of a replica of the gateway, from 1. */
  gateway(replica = 1): string {
    const url = this.addresses?.gateway[replica - 1];
    if (url === undefined) throw new Error(`The stack has no gateway ${replica}`);
    return url;
  }

  get databaseUrl(): string {
    if (this.addresses === null) throw new Error('The stack is not up');
    return this.addresses.postgres.url;
  }

  get simulator(): string {
    const simulator = this.addresses?.simulator ?? null;
    if (simulator === null) throw new Error('The stack has no simulator');
    return simulator.url;
  }
}
