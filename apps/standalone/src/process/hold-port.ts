import { createServer } from 'node:net';

/** A port that is ours until the API listens on it: providers are told its address before. */
export interface HeldPort {
  port: number;
  /** May be called twice. */
  release(): Promise<void>;
}

export const DEFAULT_PORT = 8080;
const PORTS_TO_TRY = 100;

/** The port that was asked for, or the first free one from 8080 on. */
export async function holdPort(wanted: number | null): Promise<HeldPort> {
  if (wanted !== null) {
    const held = await tryHold(wanted);
    if (held !== null) return held;
    throw new Error(`--port: must be free (received ${wanted}, on which something else listens)`);
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TO_TRY; port += 1) {
    const held = await tryHold(port);
    if (held !== null) return held;
  }
  throw new Error(`No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + PORTS_TO_TRY - 1} is free. Name one: --port P`);
}

// Whoever connects meanwhile is turned away, as if nobody listened yet.
async function tryHold(port: number): Promise<HeldPort | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(null);
    });
    server.listen(port, '127.0.0.1', () => {
      const closed = new Promise<void>((done) => server.once('close', done));
      const release = () => {
        server.close();
        return closed;
      };
      resolve({ port, release });
    });
  });
}
