import { invalid } from './boxes';
import { FileWindow } from './file-window';

const WINDOW_BYTES = 512 * 1024;
/** A film is read from a clip, and from a file or two of sound, in turn. */
const MOST_OPEN = 3;

/** Reads samples out of files: what lies behind one is read with it, as it is mostly asked for next. */
export class SampleReader implements AsyncDisposable {
  /** The one that was used last comes last. */
  private readonly files = new Map<string, FileWindow>();

  /** As much as is in memory of so many bytes from a place on, and stays there until the next `load`; null when nothing is. */
  held(path: string, at: number, bytes: number): Buffer | null {
    return this.files.get(path)?.held(at, bytes) ?? null;
  }

  /** Reads on from a place. At least one byte of it; MEDIA_INVALID when the file ends before. */
  async load(path: string, at: number, bytes: number): Promise<Buffer> {
    const file = await this.use(path);
    const loaded = await file.load(at, bytes);
    if (loaded.length === 0) throw invalid(`it ends at ${at}, ${bytes} bytes before its last sample does`);
    return loaded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.files.values()) await file[Symbol.asyncDispose]();
    this.files.clear();
  }

  private async use(path: string): Promise<FileWindow> {
    const file = this.files.get(path) ?? (await this.open(path));
    this.files.delete(path);
    this.files.set(path, file);
    return file;
  }

  // The window of the file that was used longest ago becomes that of the new one.
  private async open(path: string): Promise<FileWindow> {
    const [oldest] = this.files.size < MOST_OPEN ? [] : this.files.values();
    if (!oldest) return FileWindow.open(path, Buffer.allocUnsafe(WINDOW_BYTES));
    this.files.delete(oldest.path);
    await oldest[Symbol.asyncDispose]();
    return FileWindow.open(path, oldest.window);
  }
}
