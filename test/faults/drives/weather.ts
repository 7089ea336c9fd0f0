import { setTimeout as wait } from 'node:timers/promises';
import { readLogNews } from '../fleet/read-log.ts';
import { fleetKafka } from '../fleet/fleet-network.ts';
import type { FleetMember } from '../fleet/fleet.ts';
import { buryAndRestart } from './deaths.ts';
import type { FaultRun } from './fault-run.ts';
import { pick } from './random.ts';

/** Longer than a lease. */
const LONG_MS = 12_000;
const SHORT_MS = 3_000;

/** What can go wrong from outside, each for a while. `kills` says how many processes it killed. */
export const DISASTERS: Record<string, (run: FaultRun) => Promise<number>> = {
  'a process is killed': (run) => strikeOne(run, 'SIGKILL', 5_000),
  'a process is stopped': (run) => strikeOne(run, 'SIGTERM', 6_000),
  'a process freezes': freezeOne,
  'Postgres is cut off': (run) => inWeather(run, 'postgres', { isCut: true }, SHORT_MS),
  'Postgres is silent': (run) => inWeather(run, 'postgres', { isBlackHole: true }, LONG_MS),
  'the store is cut off': (run) => inWeather(run, 'minio', { isCut: true }, SHORT_MS),
  'the store is slow': (run) => inWeather(run, 'minio', { bytesPerSecond: 100_000 }, SHORT_MS),
  'the provider is cut off': (run) => inWeather(run, 'provider', { isCut: true }, SHORT_MS),
  'the provider is silent': (run) => inWeather(run, 'provider', { isBlackHole: true }, SHORT_MS),
  'the provider hangs up in mid-answer': (run) => inWeather(run, 'provider', { resetAfterBytes: 700 }, SHORT_MS),
  'the provider loses answers': (run) => misbehave(run, [{ fault: 'accept-then-drop' }, { fault: 'accept-then-503' }]),
  'the provider is overrun': (run) => misbehave(run, [{ fault: '429-minute', retryAfterSeconds: 1 }, { fault: '503' }]),
  'the provider fails': (run) => misbehave(run, [{ fault: 'fail' }, { fault: 'drop-before-accept' }]),
  'downloads are cut short': (run) => misbehave(run, [{ fault: 'truncate', match: { operation: 'download' } }]),
  'polls fail': (run) => misbehave(run, [{ fault: '500', match: { operation: 'poll' }, times: 5 }]),
  'Kafka is killed': killKafka,
};

async function strikeOne(run: FaultRun, signal: NodeJS.Signals, withinMs: number): Promise<number> {
  const member = await pickServing(run);
  if (member === null) return 0;
  const diedAt = performance.now();
  run.fleet.signal(member, signal);
  await buryAndRestart(run, member, { diedAt, withinMs });
  return 1;
}

async function freezeOne(run: FaultRun): Promise<number> {
  const member = await pickServing(run);
  if (member === null) return 0;
  run.fleet.signal(member, 'SIGSTOP');
  await wait(LONG_MS);
  run.fleet.signal(member, 'SIGCONT');
  return 0;
}

async function pickServing({ fleet, random }: FaultRun): Promise<FleetMember | null> {
  const member = pick(random, fleet.members);
  return member !== undefined && (await readLogNews(member)).isServing ? member : null;
}

async function inWeather(
  { fleet }: FaultRun,
  which: 'postgres' | 'minio' | 'provider',
  weather: Parameters<(typeof fleet.network.proxies)['postgres']['set']>[0],
  ms: number,
): Promise<number> {
  const proxy = fleet.network.proxies[which];
  proxy.set(weather);
  await wait(ms);
  proxy.set(which === 'provider' ? { delayMs: 60 } : {});
  return 0;
}

interface ProviderFault {
  fault: string;
  match?: { operation: string };
  times?: number;
  retryAfterSeconds?: number;
}

async function misbehave({ fleet }: FaultRun, faults: ProviderFault[]): Promise<number> {
  const body = JSON.stringify(faults.map((fault) => ({ match: {}, times: 2, ...fault })));
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${fleet.simulator}/simulator/faults`, { method: 'PUT', headers, body });
  if (!response.ok) throw new Error(`The simulator takes no such faults: ${await response.text()}`);
  await wait(SHORT_MS);
  return 0;
}

async function killKafka(): Promise<number> {
  await fleetKafka.stop({ kill: true });
  await wait(SHORT_MS);
  await fleetKafka.up({ fast: true });
  return 0;
}
