import { once } from 'node:events';
import { createServer, request as requestHttp, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchPublic, type Network } from './fetch-public';
import { isPublicAddress } from './public-address';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const LIMITS = { maxBytes: 4096, totalMs: 300 };
const isWanted = (head: Buffer) => head.subarray(0, 4).equals(PNG.subarray(0, 4));
const open: Network['open'] = (options, onAnswer) => requestHttp({ ...options, agent: false }, onAnswer);

const servers: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function setup(answer: RequestListener) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
    answer(request, response);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const lookups: string[] = [];
  const network: Network = {
    port,
    open,
    isAllowed: () => true,
    resolve: async (host) => {
      lookups.push(host);
      return [{ address: '127.0.0.1', family: 4 }];
    },
  };
  const get = (url = 'https://images.test/a.png?b=1') => fetchPublic({ url, isWanted, ...LIMITS }, network);
  return { get, requests, lookups, network };
}

describe('fetchPublic', () => {
  it('reads an image, having looked its host up once', async () => {
    const { get, lookups, requests } = await setup((_, response) => response.end(PNG));
    expect(await get()).toEqual(PNG);
    expect(lookups).toEqual(['images.test']);
    expect(requests).toEqual([expect.stringContaining('/a.png?b=1')]);
  });

  it.each<[string, RequestListener, string]>([
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'not followed',
    ],
    ['another status', (_, response) => response.writeHead(404).end(), 'HTTP status 404'],
    ['a web page', (_, response) => response.end('<!doctype html><html></html>'), 'no PNG, JPEG or WebP'],
    ['an SVG', (_, response) => response.end('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'no PNG, JPEG or WebP'],
    ['three bytes', (_, response) => response.end('GIF'), 'no PNG, JPEG or WebP'],
    [
      'a length above the limit',
      (_, response) => response.writeHead(200, { 'content-length': 10_000_000_000 }).write(PNG),
      'larger than 4096 bytes',
    ],
    [
      'compressed bytes',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(PNG),
      'compressed',
    ],
    ['silence', () => undefined, 'longer than 300 ms'],
    ['a connection that breaks', (request) => request.socket.destroy(), 'could not be reached'],
  ])('takes nothing from %s', async (_, answer, words) => {
    const { get } = await setup(answer);
    await expect(get()).rejects.toMatchObject({
      code: 'REFERENCE_UNAVAILABLE',
      message: expect.stringContaining(words),
    });
  });

  it('ends a stream of ten gigabytes at the limit of size', async () => {
    const sent = { bytes: 0, isClosed: false };
    const { get } = await setup((_, response) => {
      const chunk = Buffer.alloc(1024, PNG);
      const pour = (): void => {
        while (sent.bytes < 10_000_000_000 && !response.destroyed) {
          sent.bytes += chunk.length;
          if (!response.write(chunk)) break;
        }
      };
      response.on('drain', pour).on('close', () => (sent.isClosed = true));
      pour();
    });
    await expect(get()).rejects.toThrow('larger than 4096 bytes');
    expect(sent.bytes).toBeLessThan(5_000_000);
  });

  it('ends a stream of one byte a moment at the limit of time', async () => {
    const { get } = await setup((_, response) => {
      response.write(PNG);
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    await expect(get()).rejects.toThrow('longer than 300 ms');
  });

  it.each([
    'http://images.test/a.png',
    'https://images.test:8443/a.png',
    'https://user:word@images.test/a.png',
    'ftp://images.test/a.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'a.png',
  ])('asks nobody for %s', async (url) => {
    const { get, lookups } = await setup((_, response) => response.end(PNG));
    await expect(get(url)).rejects.toThrow('is not an https:// address');
    expect(lookups).toEqual([]);
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['a private address behind a public one', ['8.8.8.8', '10.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['no address', []],
  ])('connects to nothing when the name means %s', async (_, addresses) => {
    const { network, requests } = await setup((_request, response) => response.end(PNG));
    const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const guarded = { ...network, resolve, isAllowed: isPublicAddress };
    await expect(fetchPublic({ url: 'https://evil.test/', isWanted, ...LIMITS }, guarded)).rejects.toThrow(
      'at no public address',
    );
    expect(requests).toEqual([]);
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
  ])('connects to nothing for %s, as the internet is reached in production', async (url) => {
    await expect(fetchPublic({ url, isWanted, ...LIMITS })).rejects.toThrow('at no public address');
  });

  it('connects to the address that it checked, whatever the name means a moment later', async () => {
    const { network, requests } = await setup((_, response) => response.end(PNG));
    const answers = ['127.0.0.1', '127.0.0.2'];
    const resolve = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const isAllowed = (address: string) => address === '127.0.0.1';
    await fetchPublic({ url: 'https://rebinding.test/', isWanted, ...LIMITS }, { ...network, resolve, isAllowed });
    expect(answers).toEqual(['127.0.0.2']);
    expect(requests).toHaveLength(1);
  });
});
