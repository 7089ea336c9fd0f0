import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import type { FaultName } from '../faults/fault';
import { unknownFile } from '../wire/wire-error';
import type { StoredFile } from './file-view';

const MEGABYTE = 1024 * 1024;
const METADATA_SERVER = 'http://169.254.169.254/latest/meta-data/';

type Spoil = (file: StoredFile, reply: FastifyReply) => FastifyReply;

const SPOILS: Partial<Record<FaultName, Spoil>> = {
  truncate: cutShort,
  huge: (file, reply) => reply.header('content-type', file.mimeType).send(Readable.from(zeros())),
  'gzip-bomb': (file, reply) =>
    reply.header('content-type', file.mimeType).header('content-encoding', 'gzip').send(Readable.from(bomb())),
  html: (_file, reply) => reply.header('content-type', 'text/html; charset=UTF-8').send('<!doctype html><p>Sign in'),
  'redirect-private': (_file, reply) => reply.redirect(METADATA_SERVER),
  expired: (file) => {
    throw unknownFile(file.id);
  },
};

/** Answers a download as the fault says; null where the fault leaves it as it is. */
export function spoilDownload(fault: FaultName, file: StoredFile, reply: FastifyReply): FastifyReply | null {
  return SPOILS[fault]?.(file, reply) ?? null;
}

// Promises the whole length, sends half of it and hangs up.
function cutShort(file: StoredFile, reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.sizeBytes });
  createReadStream(file.path, { end: Math.floor(file.sizeBytes / 2) })
    .on('end', () => reply.raw.destroy())
    .pipe(reply.raw, { end: false });
  return reply;
}

// Ends when the client hangs up.
function* zeros(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(MEGABYTE);
}

// Each piece is a thousandth of what it unpacks to; pieces may follow one another.
function* bomb(): Generator<Buffer> {
  const piece = gzipSync(Buffer.alloc(64 * MEGABYTE));
  for (;;) yield piece;
}
