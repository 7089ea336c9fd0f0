import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSimulatorConfig } from '../src/config';
import type { LedgerView } from '../src/ledger/ledger-view';
import { startSimulator } from '../src/start-simulator';

export interface RunningSimulator extends AsyncDisposable {
  url: string;
  /** Goes with the simulator when it is disposed of. */
  directory: string;
  ledger(): Promise<LedgerView>;
  setFaults(faults: object[]): Promise<void>;
  loseMedia(): Promise<void>;
  /** Ends this one and starts another on the same data. */
  restart(env?: Record<string, string>): Promise<void>;
}

/** A simulator on a free port with a data directory of its own, faster than any provider. */
export async function aSimulator(env: Record<string, string> = {}): Promise<RunningSimulator> {
  const dataDir = await mkdtemp(join(tmpdir(), 'reelwright-simulator-'));
  const start = (more: Record<string, string>) =>
    startSimulator(loadSimulatorConfig({ ...QUICK, SIMULATOR_DATA: dataDir, ...env, ...more }));
  let running = await start({});
  return {
    directory: dataDir,
    get url() {
      return running.url;
    },
    ledger: async () => (await fetch(`${running.url}/simulator/ledger`)).json() as Promise<LedgerView>,
    setFaults: async (faults) => {
      const headers = { 'content-type': 'application/json' };
      await fetch(`${running.url}/simulator/faults`, { method: 'PUT', headers, body: JSON.stringify(faults) });
    },
    loseMedia: () => rm(join(dataDir, 'media'), { recursive: true }),
    restart: async (more = {}) => {
      await running.close();
      running = await start(more);
    },
    [Symbol.asyncDispose]: async () => {
      await running.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const QUICK = {
  SIMULATOR_PORT: '0',
  SIMULATOR_TEXT_LATENCY: '5',
  SIMULATOR_IMAGE_LATENCY: '5',
  SIMULATOR_VIDEO_LATENCY: '5',
  SIMULATOR_FILE_LATENCY: '5',
};
