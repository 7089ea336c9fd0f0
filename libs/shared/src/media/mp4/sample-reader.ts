import { type FileHandle, open } from 'node:fs/promises';
import { invalid } from './boxes';

const WINDOW_BYTES = 512 * 1024;
/** A film is read from a clip, and from a file or two of sound, in turn. */
const MOST_OPEN = 3;

/** A file with the part of it that was read last. */
interface Source {
  file: FileHandle;
  window: Buffer;
  /** Where in the file the part begins, and how much there is of it. */
  start: number;
  bytes: number;
}

/** Reads samples out of files: what lies behind one is read with it, as it is mostly asked for next. */
export class SampleReader implements AsyncDisposable {
  /** The one that was used last comes last. */
  private readonly sources = new Map<string, Source>();

  /** As much as is in memory of so many bytes from a place on, and stays there until the next `load`; null when nothing is. */
  held(path: string, at: number, bytes: number): Buffer | null {
    const source = this.sources.get(path);
    return source ? heldOf(source, at, bytes) : null;
  }

  /** Reads on from a place. At least one byte of it; MEDIA_INVALID when the file ends before. */
  async load(path: string, at: number, bytes: number): Promise<Buffer> {
    const source = await this.use(path);
    const { bytesRead } = await source.file.read(source.window, 0, source.window.length, at);
    Object.assign(source, { start: at, bytes: bytesRead });
    const held = heldOf(source, at, bytes);
    if (!held) throw invalid(`it ends at ${at}, ${bytes} bytes before its last sample does`);
    return held;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { file } of this.sources.values()) await file.close();
    this.sources.clear();
  }

  private async use(path: string): Promise<Source> {
    const source = this.sources.get(path) ?? (await this.open(path));
    this.sources.delete(path);
    this.sources.set(path, source);
    return source;
  }

  // The window of the file that was used longest ago becomes that of the new one.
  private async open(path: string): Promise<Source> {
    const [oldest] = this.sources.size < MOST_OPEN ? [] : this.sources;
    if (oldest) {
      this.sources.delete(oldest[0]);
      await oldest[1].file.close();
    }
    const window = oldest?.[1].window ?? Buffer.allocUnsafe(WINDOW_BYTES);
    return { file: await open(path), window, start: 0, bytes: 0 };
  }
}

function heldOf({ window, start, bytes: length }: Source, at: number, bytes: number): Buffer | null {
  const from = at - start;
  return from >= 0 && from < length ? window.subarray(from, Math.min(from + bytes, length)) : null;
}
