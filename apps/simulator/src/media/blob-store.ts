import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What clients handed in, kept under its own SHA-256 so that work can be made again after a restart. */
export class BlobStore {
  /** What is known to lie there: a frame is the end of one clip and the beginning of the next. */
  private readonly kept = new Set<string>();

  constructor(private readonly directory: string) {}

  async put(bytes: Buffer): Promise<string> {
    const name = createHash('sha256').update(bytes).digest('hex');
    if (this.kept.has(name)) return name;
    if (!(await exists(this.pathOf(name)))) await this.write(name, bytes);
    this.kept.add(name);
    return name;
  }

  get(name: string): Promise<Buffer> {
    return readFile(this.pathOf(name));
  }

  pathOf(name: string): string {
    return join(this.directory, name);
  }

  private async write(name: string, bytes: Buffer): Promise<void> {
    const path = this.pathOf(name);
    await mkdir(this.directory, { recursive: true });
    const temporary = `${path}.${process.hrtime.bigint()}`;
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
