import { type FileHandle, open } from 'node:fs/promises';
import { invalid } from './boxes';
import type { FilmSample } from './film-track';

const BLOCK_BYTES = 1024 * 1024;

/** Copies samples from where they are to the end of a file; neighbours in one file are copied as one piece. */
export class SampleCopier implements AsyncDisposable {
  private readonly block = Buffer.allocUnsafe(BLOCK_BYTES);
  private source: { path: string; file: FileHandle } | null = null;

  constructor(private readonly target: FileHandle) {}

  async copy(samples: readonly FilmSample[], signal?: AbortSignal): Promise<void> {
    for (const piece of joinNeighbours(samples)) {
      signal?.throwIfAborted();
      if (piece.prefix) await this.target.write(piece.prefix);
      await this.copyPiece(piece);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.source?.file.close();
    this.source = null;
  }

  private async copyPiece({ path, offset, bytes }: Piece): Promise<void> {
    const file = await this.open(path);
    for (let at = offset, left = bytes; left > 0;) {
      const { bytesRead } = await file.read(this.block, 0, Math.min(left, BLOCK_BYTES), at);
      if (bytesRead === 0) throw invalid(`it ends at ${at}, ${left} bytes before its last sample does`);
      for (let written = 0; written < bytesRead;) {
        written += (await this.target.write(this.block, written, bytesRead - written)).bytesWritten;
      }
      at += bytesRead;
      left -= bytesRead;
    }
  }

  private async open(path: string): Promise<FileHandle> {
    if (this.source?.path === path) return this.source.file;
    await this.source?.file.close();
    this.source = null;
    const file = await open(path);
    this.source = { path, file };
    return file;
  }
}

type Piece = Pick<FilmSample, 'path' | 'offset' | 'bytes' | 'prefix'>;

function joinNeighbours(samples: readonly FilmSample[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { path, offset, bytes, prefix } of samples) {
    const last = pieces.at(-1);
    if (last && !prefix && last.path === path && last.offset + last.bytes === offset) last.bytes += bytes;
    else pieces.push({ path, offset, bytes, ...(prefix && { prefix }) });
  }
  return pieces;
}
