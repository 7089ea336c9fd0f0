import { CHUNK_BYTES } from './chunk-bytes';
import { PartReader } from './part-reader';

/** However few are promised. */
const LEAST_BYTES = 64 * 1024;

/**
 * Gathers what comes in small pieces, as sockets give it. Each piece is valid until the next one is asked for. `bytes`: how many come,
 * where that is known.
 */
export async function* inChunks(source: AsyncIterable<Buffer>, bytes: number | null): AsyncGenerator<Buffer> {
  const size = Math.min(CHUNK_BYTES, Math.max(LEAST_BYTES, bytes ?? CHUNK_BYTES));
  const parts = new PartReader(source, Buffer.allocUnsafe(size));
  for (let part = await parts.read(); part.length > 0; part = await parts.read()) yield part;
}
