import { loadSimulatorConfig } from './config';
import { startSimulator } from './start-simulator';

const simulator = await startSimulator(loadSimulatorConfig(process.env));
process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'simulator is ready', url: simulator.url })}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void simulator.close().then(() => process.exit(0));
  });
}
