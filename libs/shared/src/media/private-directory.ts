import { mkdtemp, readdir, rm, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '@shared/lifecycle/is-alive';

const NAME = /^reelwright-(\d+)-/;
const REMOVE = { recursive: true, force: true, maxRetries: 3 };
const inUse = new Set<string>();

/** A folder with a random name that only this process may enter. `await using` removes it in any case. */
export class PrivateDirectory implements AsyncDisposable {
  private constructor(readonly path: string) {
    inUse.add(path);
  }

  static async create(parent = tmpdir()): Promise<PrivateDirectory> {
    return new PrivateDirectory(await mkdtemp(join(parent, `reelwright-${process.pid}-`)));
  }

  /** Removes what processes that were killed have left. For a folder that only processes of this machine use. */
  static async removeAbandoned(parent = tmpdir()): Promise<void> {
    for (const name of await readdir(parent)) {
      const path = join(parent, name);
      const pid = Number(NAME.exec(name)?.[1]);
      if (pid > 0 && !isUsed(path, pid)) await rm(path, REMOVE);
    }
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeFlat(this.path).catch(() => rm(this.path, REMOVE));
    inUse.delete(this.path);
  }
}

// Most hold a few files and no folder: `rm` looks at each before it removes it.
async function removeFlat(path: string): Promise<void> {
  const names = await readdir(path);
  await Promise.all(names.map((name) => unlink(join(path, name))));
  await rmdir(path);
}

// In a container every life of a service has the same process id, so our own needs a second look.
function isUsed(path: string, pid: number): boolean {
  return pid === process.pid ? inUse.has(path) : isAlive(pid);
}
