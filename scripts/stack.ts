import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHECKOUT_DIR } from './servers/checkout.ts';
import { withLock } from './servers/lock.ts';
import { report } from './servers/progress.ts';
import { bringStackUp } from './stack/bring-stack-up.ts';
import { killProcess, STACK_SIGNALS, startProcess } from './stack/disturb-stack.ts';
import { isSimulated, parseReplicas, parseTimeScale, pickSettings } from './stack/stack-options.ts';
import { DEVELOPERS_STACK } from './stack/stack-plan.ts';
import { takeStackDown } from './stack/take-stack-down.ts';

const USAGE = `npm run stack:up -- [--replicas gateway=2,clipper=3] [--time-scale 0.1] [--fresh]
npm run stack:down
npm run stack -- kill <service> [replica] [--signal ${STACK_SIGNALS.join('|')}]
npm run stack -- start <service> [replica]
  up      the five services as processes on the servers of servers:up, and the simulator where no key of a vendor,
          no MASTER_KEY and no GEMINI_BASE_URL is set; the last line is their addresses as JSON.
          Settings of .env.example are taken from the environment
  kill    one process, by SIGKILL unless told otherwise; start brings it back as it was
  --fresh forgets all films first: database, bucket, topics and the simulator's ledger`;

const { values, positionals } = parseArgs({
  options: {
    replicas: { type: 'string', default: '' },
    'time-scale': { type: 'string', default: process.env['TIME_SCALE'] ?? '1' },
    fresh: { type: 'boolean', default: false },
    signal: { type: 'string', default: 'KILL' },
  },
  allowPositionals: true,
});
const [verb = '', name = '', rawReplica = '1'] = positionals;
const target = { name, replica: Number(rawReplica) };

try {
  await withLock('stack', run);
} catch (error) {
  report('stack', error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(): Promise<void> {
  if (verb === 'up') print(await up());
  else if (verb === 'down') await takeStackDown(DEVELOPERS_STACK);
  else if (verb === 'kill' && name !== '') await killProcess(DEVELOPERS_STACK, target, parseSignal(values.signal));
  else if (verb === 'start' && name !== '') print(await startProcess(DEVELOPERS_STACK, target));
  else {
    console.error(USAGE);
    process.exitCode = 2;
  }
}

async function up() {
  const example = await readFile(join(CHECKOUT_DIR, '.env.example'), 'utf8');
  const compose = await readFile(join(CHECKOUT_DIR, 'docker-compose.yml'), 'utf8');
  const wish = {
    place: DEVELOPERS_STACK,
    replicas: parseReplicas(values.replicas),
    timeScale: parseTimeScale(values['time-scale']),
    settings: pickSettings(process.env, example),
    simulated: isSimulated(process.env, compose),
  };
  return bringStackUp(wish, { fresh: values.fresh });
}

function parseSignal(text: string) {
  const signal = STACK_SIGNALS.find((known) => known === text.replace(/^SIG/, ''));
  if (signal === undefined) throw new Error(`--signal takes ${STACK_SIGNALS.join(', ')}; got "${text}".`);
  return signal;
}

function print(addresses: unknown): void {
  console.log(JSON.stringify(addresses));
}
