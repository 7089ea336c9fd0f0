import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { deriveId } from '@shared/contracts/ids';
import { AppError } from '@shared/errors/app-error';
import { checkImage } from '@shared/media/check-image';
import { PICTURE_LIMITS } from '@shared/media/take-in-picture';
import type { UploadedReference } from './reference.contract';

/** Keeps an image as it was uploaded, once for a tenant. It is never served: films use a new one that is made of its pixels. */
@Injectable()
export class KeepReference {
  constructor(
    private readonly store: ArtifactStore,
    private readonly dataSource: DataSource,
  ) {}

  async handle(tenantId: string, source: Readable): Promise<UploadedReference> {
    const bytes = await readWithinLimit(source);
    const { mediaType, width, height } = throwOnNoPicture(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const id = deriveId('ref', tenantId, sha256);
    const artifact = { key: artifactKeys.upload(tenantId, sha256), sha256, bytes: bytes.length, mediaType };
    await this.dataSource.transaction(async (tx) => {
      // First its row: whoever is just removing the same image has removed its file by then.
      await tx.query(
        `INSERT INTO reference_images (id, tenant_id, artifact) VALUES ($1, $2, $3::jsonb)
         ON CONFLICT (id) DO UPDATE SET used_at = now()`,
        [id, tenantId, JSON.stringify(artifact)],
      );
      await this.store.put(artifact.key, bytes, { mediaType });
    });
    return { id, object: 'reference', sha256, bytes: bytes.length, mediaType, width, height };
  }
}

async function readWithinLimit(source: Readable): Promise<Buffer> {
  const { maxBytes } = PICTURE_LIMITS;
  const chunks: Buffer[] = [];
  let seen = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    seen += chunk.length;
    if (seen > maxBytes) throw refuse(`must be at most ${maxBytes} bytes`, `more than ${maxBytes}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, seen);
}

function throwOnNoPicture(bytes: Buffer) {
  try {
    return checkImage(bytes, PICTURE_LIMITS);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw refuse(`must be a PNG, JPEG or WebP image of at most ${PICTURE_LIMITS.maxPixels} pixels`, error.message);
  }
}

function refuse(rule: string, value: string): AppError {
  return new AppError('INVALID_INPUT', `file: ${rule}`, { details: { errors: [{ field: 'file', rule, value }] } });
}
