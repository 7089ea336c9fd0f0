import { Readable } from 'node:stream';

/** So many bytes, a piece at a time. */
export function longStream(bytes: number): Readable {
  return Readable.from(chunksOf(bytes), { objectMode: false });
}

export function breakingStream(bytes: number, failure: Error): Readable {
  return Readable.from(
    (async function* () {
      yield* chunksOf(bytes);
      throw failure;
    })(),
    { objectMode: false },
  );
}

/** Never ends by itself; calls back once it has given that many bytes. */
export function endlessStream(bytes: number, onReached: () => void): Readable {
  return Readable.from(
    (async function* () {
      yield* chunksOf(bytes);
      onReached();
      yield* chunksOf(Number.MAX_SAFE_INTEGER);
    })(),
    { objectMode: false },
  );
}

async function* chunksOf(bytes: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'reelwright');
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
}
