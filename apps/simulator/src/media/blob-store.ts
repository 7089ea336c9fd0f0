import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What clients handed in, kept under its own SHA-256 so that work can be made again after a restart. */
export class BlobStore {
  constructor(private readonly directory: string) {}

  async put(bytes: Buffer): Promise<string> {
    const name = createHash('sha256').update(bytes).digest('hex');
    const path = this.pathOf(name);
    if (await exists(path)) return name;
    await mkdir(this.directory, { recursive: true });
    const temporary = `${path}.${process.hrtime.bigint()}`;
    await writeFile(temporary, bytes);
    await rename(temporary, path);
    return name;
  }

  get(name: string): Promise<Buffer> {
    return readFile(this.pathOf(name));
  }

  pathOf(name: string): string {
    return join(this.directory, name);
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
