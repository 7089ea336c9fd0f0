import { Readable } from 'node:stream';
import { HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArtifactStore, type ByteRange } from '@shared/artifacts/artifact-store';
import { buildContentDisposition } from '@shared/artifacts/content-disposition';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { parseRange, type RangeWish } from './parse-range';

const EXPIRES_SECONDS = 900;

export interface Download {
  artifact: ArtifactRef;
  fileName: string;
  /** Never redirected to the store: relative addresses in it lead to the API. */
  isServedHere?: boolean;
}

/** Answers a download: not modified, a redirect to the store where it can do that, else the bytes or a part of them. */
@Injectable()
export class SendArtifact {
  constructor(private readonly store: ArtifactStore) {}

  async handle(
    { artifact, fileName, isServedHere = false }: Download,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { key, sha256, mediaType } = artifact;
    const etag = `"${sha256}"`;
    void reply.headers({ etag, 'cache-control': 'private, no-cache' });
    if (matches(request.headers['if-none-match'], etag)) return void reply.status(304).send();
    // The signature of an address holds for GET only.
    if (request.method !== 'HEAD' && !isServedHere) {
      const name = { mediaType, fileName, disposition: 'inline' as const };
      const url = await this.store.presign(key, { ...name, expiresSeconds: EXPIRES_SECONDS });
      if (url !== null) return void reply.header('cache-control', 'no-store').redirect(url, 302);
    }
    await this.sendBytes({ artifact, fileName }, request, reply);
  }

  private async sendBytes({ artifact, fileName }: Download, request: FastifyRequest, reply: FastifyReply) {
    const { key, bytes, mediaType } = artifact;
    const wish = parseRange(rangeOf(request, artifact), bytes);
    if (wish.kind === 'unsatisfiable') {
      void reply.header('content-range', `bytes */${bytes}`);
      throw new HttpException(`There are ${bytes} bytes, and none in the range asked for`, 416);
    }
    const { start, end } = wish.kind === 'part' ? wish.range : { start: 0, end: bytes - 1 };
    const found = request.method === 'HEAD' ? null : await this.store.open(key, toByteRange(wish));
    if (wish.kind === 'part') void reply.status(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
    void reply.headers({
      'content-type': mediaType,
      'content-disposition': buildContentDisposition('inline', fileName),
      'content-length': end - start + 1,
      'accept-ranges': 'bytes',
    });
    // Fastify takes the length of a HEAD answer from what is sent; of a stream it does not.
    void reply.send(found?.stream ?? Readable.from([]));
  }
}

// HEAD knows no ranges, and If-Range asks for all when the bytes have become others.
function rangeOf({ method, headers }: FastifyRequest, { sha256 }: ArtifactRef): string | undefined {
  const isSame = headers['if-range'] === undefined || headers['if-range'] === `"${sha256}"`;
  return isSame && method === 'GET' ? headers.range : undefined;
}

function toByteRange(wish: RangeWish): ByteRange | undefined {
  return wish.kind === 'part' ? wish.range : undefined;
}

function matches(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
