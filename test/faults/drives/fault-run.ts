import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { takeStackDown } from '../../../scripts/stack/take-stack-down.ts';
import { audit } from '../auditor/audit.ts';
import { FilmOrders } from '../fleet/film-orders.ts';
import { Fleet } from '../fleet/fleet.ts';
import { fleetKafka } from '../fleet/fleet-network.ts';
import { buildPlace } from '../fleet/fleet-place.ts';
import { readFleetBooks } from '../fleet/read-fleet-books.ts';
import { RecoveryWatch } from '../fleet/recovery-watch.ts';
import { buildReport, describeAudit, listLost, type Report } from '../report.ts';
import { FLEET, MAX_IN_FLIGHT, ORDER } from './fleet-settings.ts';
import { type Random, seededRandom } from './random.ts';

/** What a drive has at hand: a fleet with films under way, and somebody who watches over what dies. */
export interface FaultRun {
  fleet: Fleet;
  random: Random;
  orders: FilmOrders;
  /** After a kill the fast path takes over, after a freeze the end of the lease. */
  killed: RecoveryWatch;
  frozen: RecoveryWatch;
  tell: (what: string) => void;
}

/** What a drive did. `missed`: what it could not do; any is a failure. */
export interface Driven {
  kills: number;
  points?: number;
  missed?: string[];
}

export type Drive = (run: FaultRun) => Promise<Driven>;

const ENDS_WITHIN_MS = 180_000;
const QUIET_WITHIN_MS = 30_000;

/** Brings a fleet up, lets films be made, does what the drive says, waits for the end of every film, and audits all that is left. */
export async function runFaults(name: string, seed: number, drive: Drive): Promise<Report> {
  const begunAt = performance.now();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void leaveNothing().then(() => process.exit(130)));
  const fleet = await Fleet.up(FLEET).catch(async (error: unknown) => {
    await leaveNothing();
    throw error;
  });
  const database = new pg.Pool({ connectionString: fleet.databaseUrl, max: 4 });
  try {
    const run = startRun(fleet, database, seed);
    const driven = await drive(run);
    await endRun(run);
    const books = await readFleetBooks(fleet, MAX_IN_FLIGHT);
    const findings = audit(books);
    const { accepted } = run.orders;
    run.tell([describeAudit(findings), ...listLost(books, accepted)].join('\n'));
    const recoveries = { killed: run.killed.recoveriesMs, frozen: run.frozen.recoveriesMs };
    const seconds = Math.round((performance.now() - begunAt) / 1000);
    return buildReport({ run: name, seed, driven, books, audit: findings, accepted, recoveries, seconds });
  } finally {
    await database.end();
    await fleet.down({ keepLogs: true });
  }
}

async function leaveNothing(): Promise<void> {
  await takeStackDown(buildPlace(FLEET.name));
  await fleetKafka.stop({ kill: false });
}

function startRun(fleet: Fleet, database: pg.Pool, seed: number): FaultRun {
  const orders = new FilmOrders({ gateways: fleet.gateways, database, open: 8, order: ORDER });
  const [killed, frozen] = [new RecoveryWatch(database), new RecoveryWatch(database)];
  // A network like any other: each request of ours takes a while, and can be hit.
  fleet.network.proxies.provider.set({ delayMs: 60 });
  killed.start();
  frozen.start();
  fleet.supervise();
  orders.start();
  const tell = (what: string): void => void process.stderr.write(`${what}\n`);
  return { fleet, random: seededRandom(seed), orders, killed, frozen, tell };
}

// Facts of the last film may still be on their way when it has ended.
async function endRun({ fleet, orders, killed, frozen, tell }: FaultRun): Promise<void> {
  await orders.stop();
  tell('no more orders, waiting for the films under way');
  await orders.waitForAll(ENDS_WITHIN_MS);
  await orders.waitForQuiet(QUIET_WITHIN_MS);
  await Promise.all([killed.stop(), frozen.stop(), fleet.endSupervision()]);
  await wait(500);
}
