import type { AddressInfo } from 'node:net';
import { buildServer } from './build-server';
import type { SimulatorConfig } from './config';
import { openSimulator } from './simulator';

export interface RunningSimulator {
  /** What a provider's base URL has to be set to. */
  url: string;
  close(): Promise<void>;
}

export async function startSimulator(config: SimulatorConfig): Promise<RunningSimulator> {
  const simulator = await openSimulator(config);
  const server = buildServer(simulator);
  await server.listen({ host: config.host, port: config.port });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `http://${config.host}:${port}`,
    close: async () => {
      await server.close();
      await simulator.close();
    },
  };
}
