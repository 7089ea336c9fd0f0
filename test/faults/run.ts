import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ServersUnderTest } from '../../scripts/test-run/servers-under-test.ts';
import { type Drive, runFaults } from './drives/fault-run.ts';
import { listCases } from './drives/points.ts';
import { killAtRandom } from './drives/random-kills.ts';
import { soak } from './drives/soak.ts';
import { strikePoints } from './drives/strike-points.ts';
import { type Guard, GUARDS } from './guards/guard-patches.ts';
import { proveGuard } from './guards/take-guard-out.ts';
import { tallyOf } from './report.ts';

const USAGE = `npm run faults                       every failpoint with every strike
npm run faults -- --only NAME        those that have NAME in them, such as clipper.poll.before:kill
npm run faults -- --kills N          kill -9 at random moments, N times
npm run faults -- --without GUARD    takes a guard out of a copy, and is green when a test sees it: ${Object.keys(GUARDS).join(', ')} or all
npm run soak -- --minutes N          whatever can go wrong, at random
  --seed S   the same choices again
Each brings up the servers that it needs. The last line is what came of it, as JSON. See docs/faults.md.`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    only: { type: 'string', default: '' },
    without: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    tally: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(USAGE);
else if (values.without !== undefined) await runWithout(values.without);
else await run();

async function runWithout(name: string): Promise<void> {
  const guards = (Object.keys(GUARDS) as Guard[]).filter((guard) => name === 'all' || name === guard);
  if (guards.length === 0) throw new Error(`--without takes all, ${Object.keys(GUARDS).join(', ')}; got "${name}".`);
  const seen = await withServers(() => proveGuards(guards));
  const passed = Object.values(seen).filter(Boolean).length;
  await writeTally({ passed, failed: guards.length - passed });
  console.log(JSON.stringify({ run: 'without', seen }));
  process.exitCode = passed === guards.length ? 0 : 1;
}

async function proveGuards(guards: readonly Guard[]): Promise<Record<string, boolean>> {
  const seen: Record<string, boolean> = {};
  for (const guard of guards) {
    const { isSeen, output } = await proveGuard(guard);
    seen[guard] = isSeen;
    process.stderr.write(isSeen ? `without ${guard}: red, as it must be\n` : `without ${guard}: NOT SEEN\n${output}\n`);
  }
  return seen;
}

// A test that cannot reach its servers is red whatever it is there for.
async function withServers<T>(work: () => Promise<T>): Promise<T> {
  const servers = new ServersUnderTest();
  try {
    const complaints = await servers.up();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
    return await work();
  } finally {
    await servers.release();
  }
}

async function run(): Promise<void> {
  const { name, drive } = chooseDrive();
  const report = await runFaults(name, Number(values.seed), drive);
  const tally = tallyOf(report);
  await writeTally(tally);
  console.log(JSON.stringify(report));
  process.exitCode = tally.failed === 0 ? 0 : 1;
}

function chooseDrive(): { name: string; drive: Drive } {
  if (values.minutes !== undefined) return { name: 'soak', drive: soak(Number(values.minutes)) };
  if (values.kills !== undefined) return { name: 'kills', drive: killAtRandom(Number(values.kills)) };
  return { name: 'points', drive: strikePoints(listCases(values.only)) };
}

// For whoever sums up tests.
async function writeTally(tally: { passed: number; failed: number }): Promise<void> {
  if (values.tally !== undefined) await writeFile(values.tally, JSON.stringify({ ...tally, skipped: 0 }));
}
