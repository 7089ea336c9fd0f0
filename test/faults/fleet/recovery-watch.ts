import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';

const STAGES = ['planner', 'keyframer', 'clipper'];
const LOOK_MS = 25;

interface Orphan {
  id: string;
  token: number;
  diedAt: number;
}

/** Measures how long attempts lie in the hands of the dead: from the kill until another worker has leased or moved them. */
export class RecoveryWatch {
  readonly recoveriesMs: number[] = [];
  private readonly orphans = new Map<string, Orphan>();
  private readonly database: pg.Pool;
  private isStopped = false;
  private running: Promise<void> | null = null;

  constructor(database: pg.Pool) {
    this.database = database;
  }

  start(): void {
    this.running = this.keepLooking();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  get waiting(): number {
    return this.orphans.size;
  }

  /** To be called right after the death of a worker: the dead move nothing. Gives back what it left, by status. */
  async noteDeath(owner: string, diedAt: number): Promise<string[]> {
    const found = await this.database.query<{ id: string; token: string; status: string }>(
      this.union(`SELECT id, lease_token AS token, status FROM {stage}.attempts
        WHERE lease_owner = $1 AND lease_until > clock_timestamp()`),
      [owner],
    );
    for (const { id, token } of found.rows) this.orphans.set(id, { id, token: Number(token), diedAt });
    return found.rows.map(({ status }) => status);
  }

  /** What is in whose hands now. */
  async listLeases(): Promise<{ owner: string; status: string }[]> {
    const { rows } = await this.database.query<{ owner: string; status: string }>(
      this.union(`SELECT lease_owner AS owner, status FROM {stage}.attempts WHERE lease_until > clock_timestamp()`),
    );
    return rows;
  }

  private async keepLooking(): Promise<void> {
    while (!this.isStopped) {
      if (this.orphans.size > 0) await this.look();
      await wait(LOOK_MS);
    }
  }

  private async look(): Promise<void> {
    const { rows } = await this.database.query<{ id: string; token: string }>(
      this.union(`SELECT id, lease_token AS token FROM {stage}.attempts WHERE id = ANY($1)`),
      [[...this.orphans.keys()]],
    );
    const now = performance.now();
    for (const { id, token } of rows) {
      const orphan = this.orphans.get(id);
      if (orphan === undefined || Number(token) === orphan.token) continue;
      this.recoveriesMs.push(now - orphan.diedAt);
      this.orphans.delete(id);
    }
  }

  private union(select: string): string {
    return STAGES.map((stage) => select.replace('{stage}', stage)).join(' UNION ALL ');
  }
}

/** Pure: nearest rank; null when there is nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  return value === undefined ? null : Math.round(value);
}
