import type { FastifyInstance } from 'fastify';
import { fileIdOf, type Operation } from '../../operations/operation';
import { findMade, sendFile } from '../../routes/files';
import type { Simulator } from '../../simulator';
import { notFound } from '../../wire/wire-error';
import { outputOf } from './vertex-operation';

/** Google Cloud Storage as far as it holds what Veo put there: a listing, and the objects. */
export function serveBuckets(scope: FastifyInstance, simulator: Simulator): void {
  scope.get<{ Params: { bucket: string }; Querystring: { prefix?: string } }>(
    '/storage/v1/b/:bucket/o',
    async ({ params: { bucket }, query: { prefix = '' } }) => {
      const found = finishedAt(simulator, `gs://${bucket}/${prefix}`);
      const items = await Promise.all(found.map((operation) => toObject(simulator, operation, bucket)));
      return { kind: 'storage#objects', ...(items.length > 0 && { items }) };
    },
  );

  scope.get<{ Params: { bucket: string; object: string } }>(
    '/storage/v1/b/:bucket/o/:object',
    async ({ params: { bucket, object } }, reply) => {
      const [operation] = finishedAt(simulator, `gs://${bucket}/${object}`);
      const file = operation && (await findMade(simulator, fileIdOf(operation)));
      if (!file) throw notFound(`No such object: ${bucket}/${object}`);
      return sendFile(simulator, { ...file, isActive: true }, reply);
    },
  );
}

function finishedAt({ ledger }: Simulator, address: string): Operation[] {
  return [...ledger.operations.values()].filter(
    (operation) => operation.end?.status === 'completed' && outputOf(operation)?.startsWith(address) === true,
  );
}

async function toObject(simulator: Simulator, operation: Operation, bucket: string): Promise<object> {
  const file = await findMade(simulator, fileIdOf(operation));
  return {
    kind: 'storage#object',
    bucket,
    name: outputOf(operation)?.slice(`gs://${bucket}/`.length),
    size: String(file?.sizeBytes ?? 0),
    contentType: 'video/mp4',
    timeCreated: new Date(operation.end?.atMs ?? 0).toISOString(),
  };
}
