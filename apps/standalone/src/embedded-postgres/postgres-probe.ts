import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Throws when no Postgres answers a query at this address. */
export async function probePostgres(url: string, timeoutMs = 5_000): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  // A connection that breaks while it is closed must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Resolves at the first answer; gives up at the deadline, or as soon as `isAlive` says that nothing can answer. */
export async function waitForPostgres(url: string, isAlive: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await probePostgres(url);
      return;
    } catch (cause) {
      if (!(await isAlive())) throw new Error('Postgres ended before it answered.', { cause });
      if (Date.now() > deadline) throw new Error(`Postgres did not answer within ${timeoutMs} ms.`, { cause });
      await delay(20);
    }
  }
}
