import { Client, escapeIdentifier } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Logger } from '@shared/telemetry/logger';

export type RingListener = (payload: string) => void;

export interface DoorbellOptions {
  url: string;
  /** Put before each channel's name: services of one database do not hear each other. */
  schema: string;
  applicationName: string;
  logger: Logger;
}

const RETRY_MS = { first: 100, most: 5_000 };

/**
 * Tells every replica of a service that something was committed (LISTEN/NOTIFY on a connection of its own).
 * A ring can be lost with the connection: after each reconnect every listener hears one with payload ''.
 */
export class Doorbell {
  private readonly listeners = new Map<string, Set<RingListener>>();
  private client: Client | null = null;
  private lastListen: Promise<unknown> = Promise.resolve();
  private retryTimer: NodeJS.Timeout | undefined;
  private failures = 0;
  private started = false;

  constructor(private readonly options: DoorbellOptions) {}

  listen(channel: string, listener: RingListener): void {
    const name = this.nameOf(channel);
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    // A failure shows as the end of the connection, and that reconnects.
    if (this.client) void this.listenOn(this.client, name).catch(() => undefined);
  }

  /** Heard when `tx` commits, and not at all when it does not. */
  async ring(tx: EntityManager, channel: string, payload = ''): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [this.nameOf(channel), payload]);
  }

  /** Under which name a statement of `tx` rings it by itself, with `pg_notify`. */
  nameOf(channel: string): string {
    return `${this.options.schema}.${channel}`;
  }

  /** Resolves after the first try to connect, whatever came of it. */
  async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    await this.connect();
  }

  async stop(): Promise<void> {
    this.started = false;
    clearTimeout(this.retryTimer);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const { url, applicationName } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: `${applicationName} doorbell`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    client.once('end', () => {
      this.onEnd(client);
    });
    client.on('notification', ({ channel, payload = '' }) => {
      this.tell(channel, payload);
    });
    try {
      await client.connect();
      await this.begin(client);
    } catch (error) {
      this.options.logger.warn({ error }, 'doorbell cannot connect');
      this.retryLater();
      await client.end().catch(() => undefined);
    }
  }

  private async begin(client: Client): Promise<void> {
    const names = [...this.listeners.keys()];
    for (const name of names) await this.listenOn(client, name);
    if (!this.started) return client.end();
    this.client = client;
    this.failures = 0;
    for (const name of this.listeners.keys()) {
      if (!names.includes(name)) await this.listenOn(client, name);
      this.tell(name, '');
    }
  }

  // pg runs one query at a time on a client, and wants whoever has several to wait.
  private listenOn(client: Client, name: string): Promise<unknown> {
    const listening = this.lastListen.then(() => client.query(`LISTEN ${escapeIdentifier(name)}`));
    this.lastListen = listening.catch(() => undefined);
    return listening;
  }

  private onEnd(client: Client): void {
    if (client !== this.client) return;
    this.client = null;
    this.retryLater();
  }

  private retryLater(): void {
    if (!this.started) return;
    clearTimeout(this.retryTimer);
    const waitMs = Math.min(RETRY_MS.first * 2 ** this.failures++, RETRY_MS.most);
    this.retryTimer = setTimeout(() => void this.connect(), waitMs);
  }

  private tell(name: string, payload: string): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(payload);
      } catch (error) {
        this.options.logger.error({ error, channel: name }, 'listener of the doorbell failed');
      }
    }
  }
}
