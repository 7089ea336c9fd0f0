import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { Clock } from '@shared/clock/clock';
import type { MusicView } from '@shared/contracts/cut';
import { newId } from '@shared/contracts/ids';
import { AppError } from '@shared/errors/app-error';
import { commitStored } from '../films/commit-stored';
import { MUSIC_KINDS, sniffMusic, SNIFFED_BYTES } from './sniff-music';

export const MOST_MUSIC_BYTES = 50 * 1024 * 1024;

/** Takes a piece of music into the store as it comes in; what is too large or no music leaves nothing behind. */
@Injectable()
export class KeepMusic {
  constructor(
    private readonly store: ArtifactStore,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async handle(tenantId: string, source: Readable): Promise<MusicView> {
    const id = newId('mus');
    const chunks = source.iterator() as AsyncIterator<Buffer>;
    const head = await readHead(chunks);
    const mediaType = sniffMusic(head);
    if (mediaType === null) throw refuse(`must be ${MUSIC_KINDS}`, head.subarray(0, SNIFFED_BYTES).toString('hex'));
    const whole = Readable.from(withinLimit(head, chunks), { objectMode: false });
    const artifact = await this.store.put(artifactKeys.music(tenantId, id), whole, { mediaType });
    const createdAt = this.clock.now();
    const { dataSource, store } = this;
    await commitStored({ dataSource, store, artifact }, (tx) =>
      tx.query('INSERT INTO music (id, tenant_id, artifact, created_at) VALUES ($1, $2, $3::jsonb, $4)', [
        ...[id, tenantId, JSON.stringify(artifact), createdAt],
      ]),
    );
    const { sha256, bytes } = artifact;
    return { id, object: 'music', sha256, bytes, mediaType, createdAt: createdAt.toISOString() };
  }
}

async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < SNIFFED_BYTES) {
    const next = await chunks.next();
    if (next.done) return head;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* withinLimit(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for (let chunk: Buffer | undefined = head; chunk;) {
    bytes += chunk.length;
    if (bytes > MOST_MUSIC_BYTES)
      throw refuse(`must be at most ${MOST_MUSIC_BYTES} bytes`, `more than ${MOST_MUSIC_BYTES}`);
    yield chunk;
    const next: IteratorResult<Buffer> = await chunks.next();
    chunk = next.done ? undefined : next.value;
  }
}

function refuse(rule: string, value: string): AppError {
  return new AppError('INVALID_INPUT', `file: ${rule}`, { details: { errors: [{ field: 'file', rule, value }] } });
}
