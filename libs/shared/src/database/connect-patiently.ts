import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { isTransientError } from './is-transient-error';
import type { Logger } from '@shared/telemetry/logger';

const PATIENCE_MS = 60_000;
const RETRY_MS = 1_000;

// Services and their database are started at the same time, in any order.
export async function connectPatiently(dataSource: DataSource, logger: Logger): Promise<DataSource> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await dataSource.initialize();
    } catch (error) {
      if (!isTransientError(error) || Date.now() > until) throw error;
      logger.warn({ error }, 'database does not answer yet');
      await wait(RETRY_MS);
    }
  }
}
