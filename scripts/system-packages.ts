import { report } from './servers/progress.ts';
import { runCommand, tryCommand } from './servers/run-command.ts';

export interface SystemPackages {
  /** What they are for, as the start of a sentence: "MinIO needs Go 1.24 or later". */
  reason: string;
  apt: string;
  dnf: string;
  brew: string;
}

let queue: Promise<unknown> = Promise.resolve();
let listsAreFresh = false;

/** Installs by apt-get where we are root or may become it without a password; else throws what the user has to type. */
export async function installSystemPackages(packages: SystemPackages): Promise<void> {
  // apt-get locks itself out when two run at once.
  const turn = queue.then(() => installByApt(packages));
  queue = turn.catch(() => undefined);
  await turn;
}

/** Pure: what the user has to type, per package manager. */
export function buildInstallAdvice({ reason, apt, dnf, brew }: SystemPackages): string {
  return [
    `${reason}. Install it and run this again:`,
    `  Debian, Ubuntu:  sudo apt-get install --no-install-recommends ${apt}`,
    `  Fedora:          sudo dnf install ${dnf}`,
    `  macOS:           brew install ${brew}`,
  ].join('\n');
}

async function installByApt(packages: SystemPackages): Promise<void> {
  const prefix = await findRootPrefix();
  if (prefix === null || (await tryCommand('apt-get', ['--version'])) === null)
    throw new Error(buildInstallAdvice(packages));
  report('packages', `installing ${packages.apt}`);
  try {
    if (!listsAreFresh) await aptGet(prefix, ['update', '-qq']);
    listsAreFresh = true;
    await aptGet(prefix, ['install', '-y', '-qq', '--no-install-recommends', ...packages.apt.split(' ')]);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${buildInstallAdvice(packages)}\nTried, and failed: ${why}`, { cause });
  }
}

async function findRootPrefix(): Promise<string[] | null> {
  if (process.getuid?.() === 0) return [];
  return (await tryCommand('sudo', ['-n', 'true'])) === null ? null : ['sudo', '-n'];
}

async function aptGet(prefix: string[], args: string[]): Promise<void> {
  const command = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=120'];
  const [file = '', ...rest] = [...command, ...args];
  await runCommand(file, rest);
}
