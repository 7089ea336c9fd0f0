import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeArtifactStore } from '@shared/testing/artifact-store.contract';
import { MinioStore, type MinioOptions } from './minio-store';
import { removeObjects } from './remove-objects';
import { createS3Client } from './s3-client';

const serversSchema = z.object({
  minio: z.object({ endpoint: z.string(), accessKey: z.string(), secretKey: z.string() }),
});

const bytes = Buffer.from('0123456789');
const link = {
  expiresSeconds: 60,
  mediaType: 'video/mp4',
  fileName: 'Der Film (1).mp4',
  disposition: 'attachment',
} as const;

describeArtifactStore('MinioStore', async () => {
  const options = await buildOptions();
  return {
    store: new MinioStore(options),
    listLeftovers: (key) => listUnfinishedUploads(options, key),
    dispose: () => dropBucket(options),
  };
});

describe('MinioStore presigning', () => {
  let options: MinioOptions;
  let store: MinioStore;

  beforeAll(async () => {
    options = await buildOptions();
    store = new MinioStore(options);
    await store.prepare();
    await store.put('films/a.mp4', bytes, { mediaType: 'video/mp4' });
  });

  afterAll(() => dropBucket(options));

  it('gives an address that serves ranges under the name and type that were asked for', async () => {
    const url = await store.presign('films/a.mp4', link);
    const response = await fetch(url ?? '', { headers: { range: 'bytes=2-4' } });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe('234');
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''Der%20Film%20%281%29.mp4");
  });

  it('gives an address that opens nothing else', async () => {
    const url = new URL((await store.presign('films/a.mp4', link)) ?? '');
    const put = await fetch(url, { method: 'PUT', body: 'x' });
    url.pathname = url.pathname.replace('a.mp4', 'b.mp4');
    const other = await fetch(url);
    expect([put.status, other.status]).toEqual([403, 403]);
  });

  it('names the public address where there is another', async () => {
    const behindProxy = new MinioStore({ ...options, publicEndpoint: 'https://media.example.com' });
    expect(await behindProxy.presign('films/a.mp4', link)).toMatch(/^https:\/\/media\.example\.com\/.+films\/a\.mp4\?/);
  });
});

describe('MinioStore after a writer was killed', () => {
  it('ends the upload that was begun when its key is removed', async () => {
    const options = await buildOptions();
    const store = new MinioStore(options);
    await store.prepare();
    const keys = ['films/a.mp4', 'films/a.mp4.bak'];
    for (const key of keys) await createS3Client(options).initiateNewMultipartUpload(options.bucket, key, {});
    await store.remove('films/a.mp4');
    const left = await Promise.all(keys.map((key) => listUnfinishedUploads(options, key)));
    expect(left.map(({ length }) => length)).toEqual([0, 1]);
    await store.remove('films/a.mp4.bak');
    await dropBucket(options);
  });
});

describe('MinioStore without its server', () => {
  it('says that the dependency is unavailable', async () => {
    const store = new MinioStore({ ...(await buildOptions()), endpoint: `http://127.0.0.1:${await closedPort()}` });
    const unavailable = { code: 'DEPENDENCY_UNAVAILABLE', retryable: true };
    await expect(store.ready()).rejects.toMatchObject(unavailable);
    await expect(store.put('a.mp4', bytes, { mediaType: 'video/mp4' })).rejects.toMatchObject(unavailable);
    await expect(store.open('a.mp4')).rejects.toMatchObject(unavailable);
  });

  it('is not ready without its bucket', async () => {
    const store = new MinioStore(await buildOptions());
    await expect(store.ready()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });
});

async function buildOptions(): Promise<MinioOptions> {
  const { minio } = serversSchema.parse(JSON.parse(await readFile('.reelwright/servers.json', 'utf8')));
  return { ...minio, region: 'us-east-1', bucket: `test-${randomUUID()}` };
}

// MinIO lists unfinished uploads only under the whole key.
async function listUnfinishedUploads(options: MinioOptions, key: string): Promise<string[]> {
  const uploads: string[] = [];
  const found = createS3Client(options).listIncompleteUploads(options.bucket, key, true);
  for await (const { uploadId } of found as AsyncIterable<{ uploadId: string }>) uploads.push(uploadId);
  return uploads;
}

async function dropBucket(options: MinioOptions): Promise<void> {
  const client = createS3Client(options);
  await removeObjects(client, options.bucket, '');
  await client.removeBucket(options.bucket);
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
