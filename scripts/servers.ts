import { parseArgs } from 'node:util';
import { bringUp, interrupt, takeDown } from './servers/operate-servers.ts';
import { report } from './servers/progress.ts';
import { loadAddresses, SERVER_NAMES, type ServerName } from './servers/server-addresses.ts';

const USAGE = `npm run servers -- <up|start|stop|down> [${SERVER_NAMES.join('|')}]... [--fast] [--kill]
  up, start   bring servers up (all by default); the last line is their addresses as JSON
  stop        stop them for a while: start brings them back on the same ports with the same data
  down        stop them, and take them out of .reelwright/servers.json; their data stays
  --fast      Postgres without fsync, for tests
  --kill      stop by SIGKILL`;

const { values, positionals } = parseArgs({
  options: { fast: { type: 'boolean', default: false }, kill: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [verb = '', ...rawNames] = positionals;
const names = parseNames(rawNames);

if (names === null) fail();
else if (verb === 'up' || verb === 'start') await up(names);
else if (verb === 'stop') await interrupt(names, values);
else if (verb === 'down') await takeDown(names, values);
else fail();

async function up(wanted: readonly ServerName[]): Promise<void> {
  const outcomes = await bringUp(wanted, values);
  for (const outcome of outcomes) {
    if (!('error' in outcome)) continue;
    report(outcome.name, outcome.error instanceof Error ? outcome.error.message : String(outcome.error));
    process.exitCode = 1;
  }
  console.log(JSON.stringify(await loadAddresses()));
}

function parseNames(raw: string[]): readonly ServerName[] | null {
  if (raw.length === 0) return SERVER_NAMES;
  const known = SERVER_NAMES.filter((name) => raw.includes(name));
  return known.length === new Set(raw).size ? known : null;
}

function fail(): void {
  console.error(USAGE);
  process.exitCode = 2;
}
