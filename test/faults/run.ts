import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runFaults } from './drives/fault-run.ts';
import { listCases } from './drives/points.ts';
import { killAtRandom } from './drives/random-kills.ts';
import { strikePoints } from './drives/strike-points.ts';
import { type Guard, GUARDS } from './guards/guard-patches.ts';
import { proveGuard } from './guards/take-guard-out.ts';
import { tallyOf } from './report.ts';

const USAGE = `npm run faults                       every failpoint with every strike
npm run faults -- --only NAME        those that have NAME in them, such as clipper.poll.before:kill
npm run faults -- --kills N          kill -9 at random moments, N times
npm run faults -- --without GUARD    takes a guard out of a copy, and is green when a test sees it: ${Object.keys(GUARDS).join(', ')} or all
  --seed S   the same choices again
The last line is what came of it, as JSON. See docs/faults.md.`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    only: { type: 'string', default: '' },
    without: { type: 'string' },
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
  const seen: Record<string, boolean> = {};
  for (const guard of guards) {
    const { isSeen, output } = await proveGuard(guard);
    seen[guard] = isSeen;
    process.stderr.write(isSeen ? `without ${guard}: red, as it must be\n` : `without ${guard}: NOT SEEN\n${output}\n`);
  }
  console.log(JSON.stringify({ run: 'without', seen }));
  process.exitCode = Object.values(seen).every(Boolean) ? 0 : 1;
}

async function run(): Promise<void> {
  const kills = values.kills === undefined ? null : Number(values.kills);
  const drive = kills === null ? strikePoints(listCases(values.only)) : killAtRandom(kills);
  const report = await runFaults(kills === null ? 'points' : 'kills', Number(values.seed), drive);
  const tally = tallyOf(report);
  if (values.tally !== undefined) await writeFile(values.tally, JSON.stringify({ ...tally, skipped: 0 }));
  console.log(JSON.stringify(report));
  process.exitCode = tally.failed === 0 ? 0 : 1;
}
