import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { downloadFile } from '@shared/gemini/files';
import { fetchResult, type ResultLimits } from '@shared/generation/results/fetch-result';
import { PrivateDirectory } from '@shared/media/private-directory';
import { flood, RESULT_FAULTS, type ResultFault } from './result-faults';

const LIMITS: ResultLimits = { maxBytes: 10_000_000, totalMs: 1500, stallMs: 400 };
const VIDEO = Buffer.from('a video');

let server: Server;
let baseUrl: string;
const keys: (string | undefined)[] = [];

const serveFaults = new Map(RESULT_FAULTS.map(({ name, serve }) => [name, serve]));

beforeAll(async () => {
  server = createServer((request, response) => {
    const fault = new URL(request.url ?? '', 'http://host').searchParams.get('fault') ?? '';
    keys.push(request.headers['x-goog-api-key']?.toString());
    const headers = { 'content-type': 'video/mp4', 'content-length': String(VIDEO.length) };
    if (fault === 'one redirect') response.writeHead(302, { location: '?fault=none' }).end();
    else if (fault === 'flood') flood(response);
    else if (fault === 'none') response.writeHead(200, headers).end(VIDEO);
    else serveFaults.get(fault)?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const provider = {
  download: (address: string, signal: AbortSignal) => downloadFile(address, { apiKey: 'key', baseUrl }, signal),
};

async function fetchFrom(fault: string, limits: Partial<ResultLimits> = {}) {
  const address = `https://generativelanguage.googleapis.com/v1beta/files/abc:download?fault=${encodeURIComponent(fault)}`;
  return fetchOnce(address, limits);
}

async function fetchOnce(address: string, limits: Partial<ResultLimits>, signal = new AbortController().signal) {
  await using directory = await PrivateDirectory.create();
  const path = directory.file('result');
  const fetched = await fetchResult({ address, provider, path }, { ...LIMITS, ...limits }, signal);
  return { ...fetched, text: await readFile(path, 'utf8') };
}

describe('the bytes of a result', () => {
  it.each(['none', 'one redirect'])('are hashed and counted on their way to disk, over %s', async (fault) => {
    keys.length = 0;
    const sha256 = createHash('sha256').update(VIDEO).digest('hex');
    expect(await fetchFrom(fault)).toEqual({ sha256, bytes: VIDEO.length, text: 'a video' });
    expect(keys).toEqual(fault === 'none' ? ['key'] : ['key', undefined]);
  });

  it.each(RESULT_FAULTS)('are $code where there is $name', async ({ name, code, says }: ResultFault) => {
    await expect(fetchFrom(name)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says) as unknown,
    });
  });

  it('take no more memory the more there are', async () => {
    await using directory = await PrivateDirectory.create();
    const node = ['--experimental-transform-types', '--no-warnings', '--import', './bench/shared-imports.ts'];
    const program = [join(import.meta.dirname, 'measure-fetch.ts'), baseUrl, directory.path, '500000000'];
    const { stdout } = await execa('node', [...node, ...program]);
    const { message, grownMb } = JSON.parse(stdout) as { message: string; grownMb: number };
    expect(message).toContain('larger than the 500000000 bytes allowed');
    expect(grownMb).toBeLessThan(40);
  });

  it('are not called bad when it is we who stop', async () => {
    const address = `${baseUrl}/?fault=${encodeURIComponent('a slow drip')}`;
    const stopping = AbortSignal.timeout(100);
    const fetching = fetchOnce(address, {}, stopping);
    await expect(fetching).rejects.toHaveProperty('name', 'TimeoutError');
  });
});
