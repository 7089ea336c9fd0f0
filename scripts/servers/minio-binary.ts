import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { report } from './progress.ts';
import { runCommand } from './run-command.ts';
import { ensureGo } from './toolchain.ts';

// The last release of the open-source server; there are no binaries of it, only its source.
const MODULE = 'github.com/minio/minio';
const VERSION = 'v0.0.0-20260212201848-7aac2a2c5b7c';

/** The server's executable, built from source once per machine. */
export async function ensureMinioBinary(): Promise<string> {
  const dir = await cachedFolder(`minio-${VERSION.split('-').at(-1)}`, async (partial) => {
    const go = await ensureGo();
    report('minio', 'building from source, once per machine: this takes 3 to 6 minutes');
    // Without cgo it builds the same with and without a C compiler; without debug information it links faster.
    const settings = { GOBIN: partial, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
    const env = { ...process.env, ...go.env, ...settings };
    await runCommand(go.file, ['install', '-ldflags=-s -w', `${MODULE}@${VERSION}`], { env });
  });
  return join(dir, 'minio');
}
