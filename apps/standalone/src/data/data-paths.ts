import { join } from 'node:path';

/** Where each part keeps its things below the data directory. */
export function dataPaths(dataDir: string) {
  return {
    postgres: join(dataDir, 'postgres'),
    artifacts: join(dataDir, 'artifacts'),
    simulator: join(dataDir, 'simulator'),
    webhookSecret: join(dataDir, 'webhook-secret'),
    madeBy: join(dataDir, 'made-by'),
    films: join(dataDir, 'films'),
    log: join(dataDir, 'reelwright.log'),
  };
}
