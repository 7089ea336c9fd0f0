import { type FileHandle, open } from 'node:fs/promises';

/** Enough for the header of an ordinary clip together with the beginning of the frame behind it. */
const WINDOW_BYTES = 128 * 1024;

/** An open file with the part of it that was read last: a call to the system costs more than many bytes. For one reader at a time. */
export class FileWindow implements AsyncDisposable {
  /** Where in the file the part begins, and how much there is of it. */
  private start = 0;
  private length = 0;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    /** Good for another file once this one is closed. */
    readonly window: Buffer<ArrayBuffer>,
  ) {}

  static async open(path: string, window = Buffer.allocUnsafe(WINDOW_BYTES)): Promise<FileWindow> {
    return new FileWindow(path, await open(path), window);
  }

  /** Of the whole file. */
  async countBytes(): Promise<number> {
    return (await this.file.stat()).size;
  }

  /** As much as is in memory of so many bytes from a place on, and stays there until the next are read; null when nothing is. */
  held(at: number, bytes: number): Buffer | null {
    const from = at - this.start;
    return from >= 0 && from < this.length ? this.window.subarray(from, Math.min(from + bytes, this.length)) : null;
  }

  /** Reads on from a place. Fewer bytes than asked for where the file, or the window, ends before. */
  async load(at: number, bytes: number): Promise<Buffer> {
    const { bytesRead } = await this.file.read(this.window, 0, this.window.length, at);
    this.start = at;
    this.length = bytesRead;
    return this.window.subarray(0, Math.min(bytes, bytesRead));
  }

  /** As `load`, out of memory where all of it is there. */
  async read(at: number, bytes: number): Promise<Buffer> {
    const held = this.held(at, bytes);
    return held?.length === bytes ? held : this.load(at, bytes);
  }

  /** Bytes of its own, which stay, and may be more than the window holds. Fewer where the file ends before. */
  async copy(at: number, bytes: number): Promise<Buffer> {
    if (bytes <= this.window.length) return Buffer.from(await this.read(at, bytes));
    const { buffer, bytesRead } = await this.file.read({ buffer: Buffer.allocUnsafe(bytes), position: at });
    return buffer.subarray(0, bytesRead);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.file.close();
  }
}
