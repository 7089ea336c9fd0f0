import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSimulatorConfig } from '../../apps/simulator/src/config';
import { type RunningSimulator, startSimulator } from '../../apps/simulator/src/start-simulator';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { ArtifactRef } from '@shared/contracts/artifact';

export interface LedgerEntry {
  id: string;
  labels: Record<string, string>;
  status: string;
  costMicros: number;
}

// Pictures of one pixel.
export const PIXELS = {
  first: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4YaMBAAL8AS3/gzpXAAAAAElFTkSuQmCC',
  last: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPQsDkBAAG8AS2dTWR6AAAAAElFTkSuQmCC',
};

/** The same as a data URI, as most vendors take them. */
export const FRAMES = { first: `data:image/png;base64,${PIXELS.first}`, last: `data:image/png;base64,${PIXELS.last}` };

/** The simulator and a store with two frames in it. Clips are placeholders: what is looked at here is the wire and the money. */
export class SimulatedVendors {
  private constructor(
    private readonly simulator: RunningSimulator,
    private readonly directory: string,
    readonly store: DirectoryStore,
    readonly frames: { firstFrame: ArtifactRef; lastFrame: ArtifactRef },
  ) {}

  static async start(env: Record<string, string> = {}): Promise<SimulatedVendors> {
    const directory = await mkdtemp(join(tmpdir(), 'vendors-spec-'));
    const config = loadSimulatorConfig({
      SIMULATOR_PORT: '0',
      SIMULATOR_DATA: join(directory, 'simulator'),
      SIMULATOR_TIME_SCALE: '0.001',
      SIMULATOR_MEDIA: 'cached',
      ...env,
    });
    const store = new DirectoryStore(join(directory, 'store'));
    await store.prepare();
    const put = (name: keyof typeof PIXELS) =>
      store.put(`${name}.png`, Buffer.from(PIXELS[name], 'base64'), { mediaType: 'image/png' });
    const [firstFrame, lastFrame] = await Promise.all([put('first'), put('last')]);
    return new SimulatedVendors(await startSimulator(config), directory, store, { firstFrame, lastFrame });
  }

  get url(): string {
    return this.simulator.url;
  }

  async close(): Promise<void> {
    await this.simulator.close();
    // A clip that nobody waits for may still be on its way to the disk.
    await rm(this.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async setFaults(...faults: object[]): Promise<void> {
    const body = JSON.stringify(faults);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/simulator/faults`, { method: 'PUT', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async countPosts(attempt: string): Promise<number> {
    return (await this.ledger()).posts[attempt] ?? 0;
  }

  async findEntry(attempt: string): Promise<LedgerEntry | undefined> {
    return (await this.ledger()).entries.find(({ labels }) => labels['attempt'] === attempt);
  }

  private async ledger(): Promise<{ entries: LedgerEntry[]; posts: Record<string, number> }> {
    const answer = await fetch(`${this.url}/simulator/ledger`);
    return answer.json() as Promise<{ entries: LedgerEntry[]; posts: Record<string, number> }>;
  }
}

/** What stands in every credential of these specs, and may be found nowhere else. */
export const PLANTED_SECRET = 'planted-secret-5f1c';
