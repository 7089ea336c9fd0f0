/** Of a file, as much is read or written at a time: each call costs more than to copy what it moves, and memory stays bounded. */
export const CHUNK_BYTES = 512 * 1024;
