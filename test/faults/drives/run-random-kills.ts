import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { audit } from '../auditor/audit.ts';
import { FilmOrders } from '../fleet/film-orders.ts';
import { Fleet } from '../fleet/fleet.ts';
import { readFleetBooks } from '../fleet/read-fleet-books.ts';
import { RecoveryWatch } from '../fleet/recovery-watch.ts';
import { buildReport, describeAudit } from '../report.ts';
import { killAtRandom } from './random-kills.ts';
import { seededRandom } from './random.ts';

const MAX_IN_FLIGHT = 6;
const ENDS_WITHIN_MS = 180_000;
const QUIET_WITHIN_MS = 20_000;

export const FLEET_SETTINGS = {
  SIMULATOR_MEDIA: 'cached',
  KAFKA_SESSION_TIMEOUT_MS: '1500',
  PROVIDER_MAX_IN_FLIGHT: String(MAX_IN_FLIGHT),
  PROVIDER_MAX_PER_MINUTE: '100000',
  PROVIDER_REQUEST_TIMEOUT_MS: '3000',
  // A unit that is hit again and again is not at fault.
  MAX_ATTEMPTS: '20',
  RESYNC_AFTER_MS: '300000',
};

const ORDER = { scenes: 3, sceneSeconds: 3, resolution: '360p', budgetUsd: '10' };

export async function runRandomKills({ kills, seed }: { kills: number; seed: number }): Promise<boolean> {
  const begunAt = performance.now();
  const fleet = await Fleet.up({
    name: 'faults',
    replicas: { clipper: 3, keyframer: 2, planner: 2, gateway: 1, stitcher: 1 },
    timeScale: 0.05,
    settings: FLEET_SETTINGS,
  });
  const database = new pg.Pool({ connectionString: fleet.databaseUrl, max: 4 });
  const orders = new FilmOrders({ gateways: fleet.gateways, database, open: 8, order: ORDER });
  const watch = new RecoveryWatch(database);
  // A network like any other: each request of ours takes a while, and can be hit.
  fleet.network.proxies.provider.set({ delayMs: 60 });
  watch.start();
  orders.start();
  const left: Record<string, number> = {};
  await wait(3_000);
  const onKill = ({ title, left: statuses }: { title: string; left: string[] }): void => {
    for (const status of statuses) left[status] = (left[status] ?? 0) + 1;
    process.stderr.write(`${title} `);
  };
  await killAtRandom({ fleet, watch, random: seededRandom(seed), kills, paceMs: 1_000, onKill });
  await orders.stop();
  await orders.waitForAll(ENDS_WITHIN_MS);
  await wait(QUIET_WITHIN_MS / 10);
  await watch.stop();
  const books = await readFleetBooks(fleet, MAX_IN_FLIGHT);
  const findings = audit(books);
  process.stderr.write(`\nin hand when killed: ${JSON.stringify(left)}\n${describeAudit(findings)}\n`);
  const seconds = Math.round((performance.now() - begunAt) / 1000);
  const { accepted } = orders;
  const report = buildReport({
    run: 'kills',
    seed,
    kills,
    books,
    audit: findings,
    accepted,
    recoveriesMs: watch.recoveriesMs,
    seconds,
  });
  await database.end();
  const isGood = report.auditor.findings === 0 && report.filmsLost === 0;
  await fleet.down({ keepLogs: !isGood });
  console.log(JSON.stringify(report));
  return isGood;
}
