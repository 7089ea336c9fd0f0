import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Logger } from '@shared/telemetry/logger';
import { advisoryKey } from './data-source';

export interface PresenceOptions {
  url: string;
  /** Who is present: an id of its own for each process. */
  name: string;
  logger: Logger;
}

const RETRY_MS = 500;

/**
 * Shows others that this process lives: a session lock, which the database lets go of when the connection ends, and so
 * within milliseconds of a kill -9. Silence on a living connection (a frozen process, a cut network) it does not show.
 */
export class Presence {
  private client: Client | null = null;
  private retryTimer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly options: PresenceOptions) {}

  get isShown(): boolean {
    return this.client !== null;
  }

  // Shared: after a reconnect the lock of the lost connection may still stand, and must not be waited for.
  /** Resolves after the first try, whatever came of it. */
  async start(): Promise<void> {
    const { url, name, logger } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: `presence of ${name}`,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      query_timeout: 5000,
    });
    client.on('error', () => undefined);
    client.once('end', () => {
      this.client = null;
      this.retryLater();
    });
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1)', [advisoryKey('presence', name)]);
      this.client = client;
    } catch (error) {
      logger.warn({ error }, 'presence cannot be shown');
      await client.end().catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    await this.client?.end().catch(() => undefined);
  }

  private retryLater(): void {
    if (this.stopped) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.start(), RETRY_MS);
  }
}

/** Whether the process of that name is gone; for certain only until the transaction ends. */
export async function isGone(tx: EntityManager, name: string): Promise<boolean> {
  const [row] = await tx.query<[{ gone: boolean }]>('SELECT pg_try_advisory_xact_lock($1) AS gone', [
    advisoryKey('presence', name),
  ]);
  return row.gone;
}
