import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { waitFor } from '@shared/testing/wait-for';
import { TcpProxy } from './tcp-proxy.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** An echo behind a proxy, and a client before it. */
async function setup() {
  const received: string[] = [];
  const echo = net.createServer((socket) => {
    socket.on('data', (data: Buffer) => received.push(data.toString()));
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const { port } = echo.address() as net.AddressInfo;
  const proxy = new TcpProxy(async () => ({ host: '127.0.0.1', port }));
  const address = await proxy.listen();
  closers.push(() => Promise.all([proxy.close(), new Promise((resolve) => echo.close(resolve))]));
  const connect = () => {
    const client = net.connect(address);
    const errors: string[] = [];
    client.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
    return { client, errors };
  };
  return { proxy, received, connect };
}

describe('the proxy', () => {
  it('carries both ways, to the end', async () => {
    const { connect } = await setup();
    const { client } = connect();
    client.end('there and back');
    expect(await text(client)).toBe('there and back');
  });

  it('cuts what is open and lets nobody in, until it is fair', async () => {
    const { proxy, received, connect } = await setup();
    const { client, errors } = connect();
    client.write('a');
    await waitFor(() => received.length === 1);
    proxy.set({ isCut: true });
    await waitFor(() => errors.includes('ECONNRESET'));
    const second = connect();
    await waitFor(() => second.errors.includes('ECONNRESET'));
    proxy.set({});
    const third = connect();
    third.client.end('b');
    expect(await text(third.client)).toBe('b');
  });

  it('swallows in a black hole, with the connection open, and delivers afterwards', async () => {
    const { proxy, received, connect } = await setup();
    const { client, errors } = connect();
    client.write('a');
    await once(client, 'data');
    proxy.set({ isBlackHole: true });
    client.write('b');
    const other = connect();
    await once(other.client, 'connect');
    expect([received, errors]).toEqual([['a'], []]);
    proxy.set({});
    await once(client, 'data');
    expect(received).toEqual(['a', 'b']);
    client.destroy();
    other.client.destroy();
  });

  it('resets after so many bytes', async () => {
    const { proxy, connect } = await setup();
    proxy.set({ resetAfterBytes: 10 });
    const { client, errors } = connect();
    client.write('x'.repeat(20));
    await waitFor(() => errors.includes('ECONNRESET'));
  });

  it.each([
    ['delays', { delayMs: 60 }, 120],
    ['throttles', { bytesPerSecond: 10_000 }, 200],
  ])('%s each way', async (_, weather, leastMs) => {
    const { proxy, connect } = await setup();
    proxy.set(weather);
    const begun = performance.now();
    const { client } = connect();
    client.end('x'.repeat(1_000));
    expect(await text(client)).toHaveLength(1_000);
    expect(performance.now() - begun).toBeGreaterThan(leastMs - 20);
  });
});
