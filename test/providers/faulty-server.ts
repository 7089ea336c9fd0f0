import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Submitted {
  input: string;
  labels: { attempt: string };
}

/** Does to one POST what a provider, or something before it, may do. */
export type Misdeed = (response: ServerResponse, submitted: Submitted) => void;

export interface FaultyServer {
  url: string;
  /** POSTs that arrived whole, by the label of their attempt. */
  posts: Map<string, number>;
  close(): Promise<void>;
}

/** Plain HTTP, so that each byte of an answer is in the test's own hands. What to do is said by the POST itself. */
export async function startFaultyServer(misdeeds: Readonly<Record<string, Misdeed>>): Promise<FaultyServer> {
  const posts = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const submitted = (await json(request)) as Submitted;
    const { attempt } = submitted.labels;
    posts.set(attempt, (posts.get(attempt) ?? 0) + 1);
    misdeeds[submitted.input]?.(response, submitted);
  };
  const server = createServer((request, response) => void answer(request, response));
  const url = await listen(server);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await closed(server);
  };
  return { url, posts, close };
}

/** Takes connections and, as told, resets them at the first byte or never says a word. */
export async function startMuteServer(how: 'resets' | 'hangs'): Promise<Omit<FaultyServer, 'posts'>> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (how === 'resets') socket.once('data', () => socket.resetAndDestroy());
  });
  const url = await listen(server);
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await closed(server);
  };
  return { url, close };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
