import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a random name that only this process may enter. `await using` removes it in any case. */
export class PrivateDirectory implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async create(parent = tmpdir()): Promise<PrivateDirectory> {
    return new PrivateDirectory(await mkdtemp(join(parent, 'reelwright-')));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
