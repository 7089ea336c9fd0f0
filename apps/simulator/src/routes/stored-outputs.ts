import type { FastifyInstance } from 'fastify';
import type { Operation } from '../operations/operation';
import type { Simulator } from '../simulator';
import { notFound } from '../wire/wire-error';

interface StoredObject {
  bucket: string;
  name: string;
  size: string;
  contentType: string;
  timeCreated: string;
}

const FORMATS = {
  text: { name: 'sample_0.txt', contentType: 'text/plain' },
  image: { name: 'sample_0.png', contentType: 'image/png' },
  video: { name: 'sample_0.mp4', contentType: 'video/mp4' },
} as const;

/** The listing of Google Cloud Storage, of what operations put under their `gcs_uri`: `<prefix><operation id>/sample_0.mp4`. */
export function serveStoredOutputs(server: FastifyInstance, simulator: Simulator): void {
  server.get<{ Params: { bucket: string }; Querystring: { prefix?: string } }>(
    '/storage/v1/b/:bucket/o',
    async ({ params: { bucket }, query: { prefix = '' } }) => {
      if (!simulator.offers.has('prefix')) throw notFound('The specified bucket does not exist.');
      const wanted = `gs://${bucket}/${prefix}`;
      const finished = [...simulator.ledger.operations.values()].filter(
        ({ outputPrefix, end }) => outputPrefix?.startsWith(wanted) === true && end?.status === 'completed',
      );
      const items = await Promise.all(finished.map((operation) => toObject(simulator, operation, bucket)));
      return { kind: 'storage#objects', ...(items.length > 0 && { items }) };
    },
  );
}

async function toObject({ studio }: Simulator, operation: Operation, bucket: string): Promise<StoredObject> {
  const { brief, id, outputPrefix = '', end } = operation;
  const { name, contentType } = FORMATS[brief.kind];
  const folder = outputPrefix.slice(`gs://${bucket}/`.length).replace(/\/*$/, '/');
  const size = brief.kind === 'text' ? 0 : (await studio.make(brief)).sizeBytes;
  const timeCreated = new Date(end?.atMs ?? 0).toISOString();
  return { bucket, name: `${folder}${id}/${name}`, size: String(size), contentType, timeCreated };
}
