import type { Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { bytesOf, type FilmSample } from './film-track';
import type { SampleReader } from './sample-reader';

const BLOCK_BYTES = 1024 * 1024;

export interface CopySamples {
  outputPath: string;
  /** What the file begins with. */
  header: Buffer;
  samples: readonly FilmSample[];
  reader: SampleReader;
  /** Is given all that is written. */
  hash?: Hash;
  signal?: AbortSignal | undefined;
}

/** Writes a header and, behind it, samples from where they are; in large blocks, however small and scattered the samples. */
export async function copySamples({ outputPath, header, samples, reader, hash, signal }: CopySamples): Promise<void> {
  const length = samples.reduce((sum, sample) => sum + bytesOf(sample), header.length);
  await using file = await open(outputPath, 'w');
  const writer = new BlockWriter(file, Math.min(length, BLOCK_BYTES), hash);
  await writer.write(header);
  for (const { path, offset, bytes, prefix } of joinNeighbours(samples)) {
    signal?.throwIfAborted();
    if (prefix) await writer.write(prefix);
    for (let at = offset; at < offset + bytes;) {
      const left = offset + bytes - at;
      const part = reader.held(path, at, left) ?? (await reader.load(path, at, left));
      await writer.write(part);
      at += part.length;
    }
  }
  await writer.flush();
}

/** Gathers what is written: a call to the system costs more than to copy a hundred small samples. */
class BlockWriter {
  private readonly block: Buffer;
  private filled = 0;

  constructor(
    private readonly file: FileHandle,
    blockBytes: number,
    private readonly hash?: Hash,
  ) {
    this.block = Buffer.allocUnsafe(blockBytes);
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.filled === this.block.length) await this.flush();
      const copied = bytes.copy(this.block, this.filled, at);
      this.filled += copied;
      at += copied;
    }
  }

  async flush(): Promise<void> {
    const gathered = this.block.subarray(0, this.filled);
    this.hash?.update(gathered);
    for (let at = 0; at < gathered.length;) at += (await this.file.write(gathered, at)).bytesWritten;
    this.filled = 0;
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
