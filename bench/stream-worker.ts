import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { createArtifactStore } from '@shared/artifacts/create-artifact-store';
import type { ArtifactsSettings } from '@shared/artifacts/artifacts-env';

export interface StreamTask {
  way: 'streamed' | 'whole file in memory';
  bytes: number;
  settings: ArtifactsSettings;
}

export interface StreamFigures {
  idleMb: number;
  peakMb: number;
  seconds: number;
}

const KEY = 'bench/stream.mp4';
const CHUNK_BYTES = 64 * 1024;

// One process, one transfer: into the store, and out of it into a file, as a worker does with a clip.
async function run({ way, bytes, settings }: StreamTask): Promise<StreamFigures> {
  await startNest();
  const store = createArtifactStore(settings);
  await store.prepare();
  const folder = await mkdtemp(join(tmpdir(), 'reelwright-bench-'));
  try {
    const idleMb = await measureIdle();
    const begun = performance.now();
    await (way === 'streamed' ? stream : buffered)(store, bytes, join(folder, 'copy'));
    const seconds = (performance.now() - begun) / 1000;
    return { idleMb, peakMb: readMb('VmHWM'), seconds: Number(seconds.toFixed(2)) };
  } finally {
    await rm(folder, { recursive: true });
    await store.remove(KEY);
  }
}

// A worker is a Nest application, and that is part of what it weighs.
async function startNest(): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a Nest module without decorators, which Node cannot read
  class WorkerModule {}
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest documents a plain object here
  await NestFactory.createApplicationContext(WorkerModule, { logger: false });
}

async function stream(store: ArtifactStore, bytes: number, copy: string): Promise<void> {
  const ref = await store.put(KEY, Readable.from(chunksOf(bytes), { objectMode: false }), { mediaType: 'video/mp4' });
  await store.download(ref, copy);
}

// What the worker that this one replaces did with every file.
async function buffered(store: ArtifactStore, bytes: number, copy: string): Promise<void> {
  const whole = await buffer(Readable.from(chunksOf(bytes), { objectMode: false }));
  await store.put(KEY, whole, { mediaType: 'video/mp4' });
  const opened = await store.open(KEY);
  await writeFile(copy, await buffer(opened.stream));
}

async function* chunksOf(bytes: number): AsyncGenerator<Buffer> {
  const block = Buffer.from(crypto.getRandomValues(new Uint8Array(CHUNK_BYTES)));
  // A fresh buffer each time, as a socket gives them.
  for (let left = bytes; left > 0; left -= CHUNK_BYTES)
    yield Buffer.from(block.subarray(0, Math.min(left, CHUNK_BYTES)));
}

async function measureIdle(): Promise<number> {
  await wait(500);
  // Forgets the peak of starting up.
  writeFileSync('/proc/self/clear_refs', '5');
  return readMb('VmRSS');
}

function readMb(name: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

const figures = await run(JSON.parse(process.argv[2] ?? '') as StreamTask);
process.stdout.write(JSON.stringify(figures));
process.exit(0);
