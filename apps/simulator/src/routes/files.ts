import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fault } from '../faults/fault';
import { strikeAfterAccept, strikeBeforeAccept } from '../faults/strike';
import { fileIdOf, type Operation } from '../operations/operation';
import type { Simulator } from '../simulator';
import { fileNotActive, notFound, unknownFile } from '../wire/wire-error';
import { type StoredFile, toFileView } from './file-view';
import { spoilDownload } from './spoil-download';

const FILE_LIFETIME_MS = 48 * 3600 * 1000;
const CHUNK_BYTES = 512 * 1024;

export function serveFiles(server: FastifyInstance, simulator: Simulator): void {
  server.get<{ Params: { name: string } }>('/files/:name', async ({ params }, reply) => {
    const [id = '', verb] = params.name.split(':');
    const file = await findFile(simulator, id);
    if (verb === undefined) return toFileView(file);
    if (verb !== 'download') throw notFound(`Method ${verb} is not known here.`);
    return sendFile(simulator, file, reply);
  });
}

async function findFile(simulator: Simulator, id: string): Promise<StoredFile> {
  const file = findUpload(simulator, id) ?? (await findMade(simulator, id));
  if (file === null || simulator.now() > file.createdAtMs + FILE_LIFETIME_MS) throw unknownFile(id);
  return file;
}

function findUpload({ ledger, blobs }: Simulator, id: string): StoredFile | null {
  const upload = ledger.uploads.get(id);
  if (upload === undefined) return null;
  const { mimeType, sizeBytes, atMs } = upload;
  return {
    id,
    path: blobs.pathOf(upload.blob),
    mimeType,
    sizeBytes,
    createdAtMs: atMs,
    isActive: true,
    operation: null,
  };
}

/** The video that an operation left behind; null while there is none. */
export async function findMade(simulator: Simulator, id: string): Promise<StoredFile | null> {
  const operation = simulator.ledger.operationsByFileId.get(id);
  if (operation?.brief.kind !== 'video' || operation.end?.status !== 'completed') return null;
  const { path, sizeBytes } = await simulator.studio.make(operation.brief);
  const createdAtMs = operation.end.atMs;
  const { fileLatencyMs, timeScale } = simulator.config;
  const isActive = simulator.now() >= createdAtMs + fileLatencyMs * timeScale;
  return { id: fileIdOf(operation), path, mimeType: 'video/mp4', sizeBytes, createdAtMs, isActive, operation };
}

export async function sendFile(simulator: Simulator, file: StoredFile, reply: FastifyReply): Promise<FastifyReply> {
  const fault = file.operation && (await strikeDownload(simulator, file.operation));
  if (!file.isActive) throw fileNotActive(file.id);
  const spoilt = fault && spoilDownload(fault.fault, file, reply);
  if (spoilt) return spoilt;
  reply.header('content-type', file.mimeType).header('content-length', file.sizeBytes);
  return reply.send(createReadStream(file.path, { highWaterMark: CHUNK_BYTES, end: Math.max(0, file.sizeBytes - 1) }));
}

async function strikeDownload({ faults }: Simulator, { kind, model, brief }: Operation): Promise<Fault | null> {
  const target = { operation: 'download', kind, model, prompt: brief.prompt } as const;
  const fault = faults.take(target);
  await strikeBeforeAccept(fault, target);
  await strikeAfterAccept(fault);
  return fault;
}
