import { parseArgs } from 'node:util';
import { runStep, type TestRun } from './test-run/run-step.ts';
import { ServersUnderTest } from './test-run/servers-under-test.ts';
import { selectSteps, type Step } from './test-run/steps.ts';
import { formatTally, sumTallies, tallyOfCheck, type Tally } from './test-run/tally.ts';

// npm test -- [--only unit,lint] [path or name of tests]
const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
});
const steps = selectSteps(values.only.flatMap((names) => names.split(',')));
const run: TestRun = { servers: new ServersUnderTest(), filters: positionals, untested: [] };

// The servers come up beside the steps that do not need them; their own step tells how it went.
if (steps.includes('servers')) run.servers.up().catch(() => undefined);

const tallies: Tally[] = [];
for (const step of steps) tallies.push(await runWithHeading(step));
await run.servers.release();

const total = sumTallies(tallies);
printResult();
process.exitCode = total.failed === 0 && run.untested.length === 0 ? 0 : 1;

async function runWithHeading(step: Step): Promise<Tally> {
  console.log(`\n=== ${step} ===`);
  const startedAt = performance.now();
  const tally = await runStep(step, run).catch((error: unknown) => {
    console.error(error);
    return tallyOfCheck(false);
  });
  console.log(`${step}: ${formatTally(tally)} (${Math.round((performance.now() - startedAt) / 1_000)} s)`);
  return tally;
}

function printResult(): void {
  console.log('\n=== result ===');
  steps.forEach((step, index) => {
    console.log(`${step}: ${formatTally(tallies[index] ?? tallyOfCheck(false))}`);
  });
  for (const reason of run.untested) console.log(`Could not be tested: ${reason}`);
  console.log(formatTally(total));
}
