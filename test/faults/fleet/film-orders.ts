import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { FINAL_FILM_STATUSES } from '../auditor/films.ts';

export interface FilmOrdersParts {
  gateways: readonly string[];
  database: pg.Pool;
  /** Films that are kept under way. */
  open: number;
  order: Record<string, unknown>;
}

const SERVICES = ['gateway', 'planner', 'keyframer', 'clipper', 'stitcher'];
const LOOK_MS = 200;

/** Keeps so many films under way, as clients do who do not give up: an order without an answer is sent again under its key. */
export class FilmOrders {
  /** What the gateway has accepted. */
  readonly accepted: string[] = [];
  private readonly parts: FilmOrdersParts;
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;

  constructor(parts: FilmOrdersParts) {
    this.parts = parts;
  }

  start(): void {
    this.running = this.keepOrdering();
  }

  /** No new films; those under way go on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** False when some are still under way after that time. */
  async waitForAll(withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    while ((await this.countOpen()) > 0) {
      if (performance.now() > until) return false;
      await wait(LOOK_MS);
    }
    return true;
  }

  /** Until every fact is sent and had its effect, as far as can be seen from outside; false when that takes longer. */
  async waitForQuiet(withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    while ((await this.countUnsent()) > 0) {
      if (performance.now() > until) return false;
      await wait(LOOK_MS);
    }
    return true;
  }

  async countOpen(): Promise<number> {
    const { rows } = await this.parts.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM gateway.films WHERE NOT status = ANY($1)',
      [FINAL_FILM_STATUSES],
    );
    return rows[0]?.n ?? 0;
  }

  private async countUnsent(): Promise<number> {
    const unsent = SERVICES.map((service) => `SELECT id FROM ${service}.outbox WHERE sent_at IS NULL`);
    const { rowCount } = await this.parts.database.query(unsent.join(' UNION ALL '));
    return rowCount ?? 0;
  }

  private async keepOrdering(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const missing = this.parts.open - (await this.countOpen());
      await Promise.all(Array.from({ length: Math.max(0, missing) }, () => this.order()));
      await wait(LOOK_MS);
    }
  }

  private async order(): Promise<void> {
    const key = randomUUID();
    for (let tries = 0; ; tries++) {
      const gateway = this.parts.gateways[tries % this.parts.gateways.length] ?? '';
      const filmId = await this.tryOrder(gateway, key);
      if (filmId !== null) {
        this.accepted.push(filmId);
        return;
      }
      await wait(LOOK_MS);
    }
  }

  private async tryOrder(gateway: string, key: string): Promise<string | null> {
    try {
      const response = await fetch(`${gateway}/v1/films`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ ...this.parts.order, prompt: `A clockmaker follows a moth, ${key}` }),
        signal: AbortSignal.timeout(5_000),
      });
      if (response.status === 202) return ((await response.json()) as { id: string }).id;
      await response.body?.cancel();
      return null;
    } catch {
      return null;
    }
  }
}
