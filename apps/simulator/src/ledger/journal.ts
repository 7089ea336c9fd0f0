import { mkdir, open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** An append-only file of JSON lines. A row that was promised is on the disk; rows of one moment share one fsync. */
export class Journal<Row> {
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;

  private constructor(
    private readonly path: string,
    private file: FileHandle,
    readonly rowsAtOpen: Row[],
  ) {}

  static async open<Row>(path: string): Promise<Journal<Row>> {
    await mkdir(dirname(path), { recursive: true });
    const rows = await readRows<Row>(path);
    return new Journal<Row>(path, await open(path, 'a'), rows);
  }

  append(row: Row): Promise<void> {
    const appended = new Promise<void>((resolve, reject) => {
      this.waiting.push({ line: `${JSON.stringify(row)}\n`, resolve, reject });
    });
    this.flushing ??= this.flush().finally(() => (this.flushing = null));
    return appended;
  }

  async clear(): Promise<void> {
    await this.flushing;
    await truncate(this.path);
  }

  async close(): Promise<void> {
    await this.flushing;
    await this.file.close();
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      // What else this moment brings is written along.
      await setImmediate();
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.file.appendFile(batch.map(({ line }) => line).join(''));
        await this.file.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}

// A kill in mid-write leaves a torn last line: it was promised to nobody, and goes before the next row is written.
async function readRows<Row>(path: string): Promise<Row[]> {
  const content = await readFile(path).catch(() => Buffer.alloc(0));
  const end = content.lastIndexOf(0x0a) + 1;
  if (end < content.length) await truncate(path, end);
  const lines = content.subarray(0, end).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Row);
}
