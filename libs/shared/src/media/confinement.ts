import { execa } from 'execa';

/** What one run of a media program may use. */
export interface RunLimits {
  /** Of all its threads together. */
  cpuSeconds: number;
  /** Of any file that it writes. */
  fileBytes: number;
  /** Its own memory, without the programs' code; where the system can bound it. */
  memoryBytes: number;
}

/** How programs are kept from the network on this system: the words before a command. None where no way is allowed. */
export type Confinement = readonly string[];

// As root, as an ordinary user where user namespaces are allowed, or not at all: many containers forbid both.
const WITHOUT_NETWORK: readonly Confinement[] = [
  ['unshare', '-n'],
  ['unshare', '-r', '-n'],
];
// Each limit by itself: one that a system does not know takes none of the others away.
const SCRIPT = [
  'ulimit -c 0 2>/dev/null',
  'ulimit -t "$1" 2>/dev/null',
  'ulimit -f "$2" 2>/dev/null',
  'ulimit -d "$3" 2>/dev/null',
  'shift 3',
  'exec "$@"',
].join('; ');

/** Tried once: it costs a start of a program for each way. */
export async function findConfinement(searchPath: string): Promise<Confinement> {
  for (const words of WITHOUT_NETWORK) {
    const [program = '', ...args] = words;
    const options = {
      extendEnv: false,
      env: { PATH: searchPath },
      stdio: 'ignore',
      reject: false,
      timeout: 5_000,
    } as const;
    const { failed } = await execa(program, [...args, 'true'], options);
    if (!failed) return words;
  }
  return [];
}

/** The command that runs a command within limits. A shell sets them, but never reads what is run: that is its arguments. */
export function confine(command: readonly string[], limits: RunLimits, confinement: Confinement): string[] {
  const { cpuSeconds, fileBytes, memoryBytes } = limits;
  const numbers = [Math.ceil(cpuSeconds), Math.ceil(fileBytes / 512), Math.ceil(memoryBytes / 1024)];
  return [...confinement, '/bin/sh', '-c', SCRIPT, 'sh', ...numbers.map(String), ...command];
}

/** The shell's own words for a program that is not there, or is none. */
export function isNotStarted(exitCode: number | undefined): boolean {
  return exitCode === 126 || exitCode === 127;
}
