// Runs under the Node and npm that a machine happens to have, without dependencies: it brings the rest.
// Everything after the install runs under the Node that npm brought, see package.json.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = join(ROOT, 'node_modules', '.bin');
const NODE = join(BIN, 'node');
const MINIMUM_NODE = 20;
// Five services and the simulator share one heap: a burst of theirs fits into its young part, and the old one is not collected in the
// middle of it. Costs some 100 MB, and more where films are many, see docs/decisions/0017.
const STANDALONE_HEAP = [
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--heap-growing-percent=200',
  '--external-memory-accounted-in-global-limit',
];
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

const VERBS = {
  start: (args) => [
    [NODE, 'scripts/prepare.ts'],
    [NODE, ...STANDALONE_HEAP, 'dist/apps/standalone/main.js', ...args],
  ],
  test: (args) => [[NODE, 'scripts/test.ts', ...args]],
  servers: (args) => [[NODE, 'scripts/servers.ts', ...args]],
  stack: (args) => [[NODE, 'scripts/stack.ts', ...args]],
};

let current = null;
for (const signal of FORWARDED_SIGNALS) process.on(signal, () => current && current.kill(signal));
process.exitCode = await main(process.argv.slice(2));

async function main([verb, ...args]) {
  if (Number.parseInt(process.versions.node, 10) < MINIMUM_NODE)
    return fail(`Reelwright needs Node ${MINIMUM_NODE} or later to install itself; this is ${process.version}.`);
  if (!(verb in VERBS)) return fail(`node scripts/bootstrap.mjs ${Object.keys(VERBS).join('|')} [arguments]`);
  if (!isInstalled()) await install();
  for (const [file, ...rest] of VERBS[verb](args)) {
    const code = await run(file, rest);
    if (code !== 0) return code;
  }
  return 0;
}

function fail(message) {
  console.error(message);
  return 2;
}

// By content and not by time: a checkout touches the lock file without changing it, and npm writes both at once.
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  return Object.keys(wanted).every(
    (path) =>
      !path.includes('node_modules/') ||
      wanted[path].optional ||
      (path in present && present[path].version === wanted[path].version),
  );
}

function readPackages(lockFile) {
  try {
    return JSON.parse(readFileSync(join(ROOT, lockFile), 'utf8')).packages;
  } catch {
    return {};
  }
}

async function install() {
  console.error('install: dependencies, once (about a minute)');
  // Warnings are noise here: packages that want a newer Node get it, the system's only runs npm.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const npm = process.env.npm_execpath || '';
  const code = npm.endsWith('npm-cli.js')
    ? await run(process.execPath, [npm, ...args], ['ignore', 'ignore', 'inherit'])
    : await run('npm', args, ['ignore', 'ignore', 'inherit']);
  if (code !== 0) process.exit(fail('install: `npm ci` failed, see above.'));
}

function run(file, args, stdio = 'inherit') {
  const env = { ...process.env, PATH: [BIN, process.env.PATH].join(delimiter) };
  return new Promise((resolve) => {
    current = spawn(file, args, { cwd: ROOT, stdio, env });
    current.once('error', (error) => resolve(fail(`Could not run ${file}: ${error.message}`)));
    current.once('close', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code));
  });
}
