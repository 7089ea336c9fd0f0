import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const CLEARED_EVERY_BYTES = 16 * 1024 * 1024;

let collect: ((options: { type: 'minor' }) => void) | undefined;
let streamed = 0;

/**
 * To be told of every chunk that passes through. V8 looks at the size of its own objects when it decides how long dead ones
 * may lie, not at the 64 KiB of stream that each small Buffer holds; so the young ones are cleared before they add up. That
 * costs about a millisecond for 16 MiB, and nothing while nothing is streamed.
 */
export function countStreamed(bytes: number): void {
  streamed += bytes;
  if (streamed < CLEARED_EVERY_BYTES) return;
  streamed = 0;
  collect ??= exposeCollection();
  collect({ type: 'minor' });
}

function exposeCollection(): NonNullable<typeof collect> {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as NonNullable<typeof collect>;
}
