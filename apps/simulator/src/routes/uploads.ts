import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Simulator } from '../simulator';
import { invalidArgument } from '../wire/wire-error';
import { toFileView } from './file-view';

interface Upload {
  mimeType: string;
  chunks: Buffer[];
}

/** The resumable protocol of the Files API: `start` hands out an address, `upload` brings bytes, `finalize` makes the file. */
export function serveUploads(server: FastifyInstance, simulator: Simulator): void {
  const uploads = new Map<string, Upload>();
  // The SDK sends the bytes of any file as if they were JSON.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  server.post<{ Querystring: { upload_id?: string } }>('/files', async (request, reply) => {
    const uploadId = request.query.upload_id;
    if (uploadId === undefined) {
      const id = randomBytes(12).toString('hex');
      uploads.set(id, { mimeType: readMimeType(request), chunks: [] });
      reply.header('x-goog-upload-status', 'active').header('x-goog-upload-url', uploadUrl(request, id));
      return {};
    }
    const upload = uploads.get(uploadId);
    if (upload === undefined) throw invalidArgument(`Unknown upload: ${uploadId}`);
    if (Buffer.isBuffer(request.body)) upload.chunks.push(request.body);
    if (!command(request).includes('finalize')) {
      reply.header('x-goog-upload-status', 'active');
      return {};
    }
    uploads.delete(uploadId);
    reply.header('x-goog-upload-status', 'final');
    return { file: await keepUpload(simulator, upload) };
  });
}

async function keepUpload({ blobs, ledger, now }: Simulator, { chunks, mimeType }: Upload): Promise<unknown> {
  const bytes = Buffer.concat(chunks);
  const id = Array.from(randomBytes(12), (byte) => (byte % 36).toString(36)).join('');
  const file = { id, blob: await blobs.put(bytes), mimeType, sizeBytes: bytes.length, atMs: now() };
  await ledger.write({ row: 'uploaded', file });
  const { sizeBytes, atMs: createdAtMs } = file;
  return toFileView({ id, path: '', mimeType, sizeBytes, createdAtMs, isActive: true, operation: null });
}

function uploadUrl(request: FastifyRequest, id: string): string {
  const [path = ''] = request.url.split('?');
  return `${request.protocol}://${request.host}${path}?upload_id=${id}`;
}

function command(request: FastifyRequest): string {
  return String(request.headers['x-goog-upload-command'] ?? '');
}

function readMimeType(request: FastifyRequest): string {
  return String(request.headers['x-goog-upload-header-content-type'] ?? 'application/octet-stream');
}
