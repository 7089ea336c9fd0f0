import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One answer to one request. */
export interface Exchanged {
  /** `POST /v1/interactions`, without ids and query. */
  request: string;
  status: number;
  body: unknown;
}

const NOT_PASSED_ON = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']);

/** Stands between an adapter and a server, and writes down what that answers. Credentials pass through, and are kept nowhere. */
export class RecordingProxy {
  readonly exchanged: Exchanged[] = [];
  private readonly target: URL;
  private readonly server: Server;

  constructor(target: string) {
    this.target = new URL(target);
    this.server = createServer((request, response) => {
      void this.pass(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  /** In the place of the address that it stands before. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.target.pathname.replace(/\/$/, '')}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // Addresses of the server that stand in its answers lead through here as well.
  private toOurs(bytes: Buffer, { headers }: Response): Buffer {
    if (!(headers.get('content-type') ?? '').includes('json')) return bytes;
    return Buffer.from(bytes.toString('utf8').replaceAll(this.target.origin, new URL(this.url).origin));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      NOT_PASSED_ON.has(name) || value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const body = method === 'GET' ? null : new Uint8Array(await buffer(request));
    const answer = await fetch(new URL(url, this.target.origin), { method, headers, body, redirect: 'manual' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    this.exchanged.push({ request: `${method} ${toPattern(url)}`, status: answer.status, body: readBody(bytes) });
    const passed = [...answer.headers].filter(([name]) => !NOT_PASSED_ON.has(name) && name !== 'content-encoding');
    response.writeHead(answer.status, Object.fromEntries(passed)).end(this.toOurs(bytes, answer));
  }
}

function toPattern(url: string): string {
  const isId = (segment: string): boolean => segment.length >= 10 && /\d/.test(segment);
  const [path = ''] = url.split('?');
  return path.replace(/[\w-]+/g, (segment) => (isId(segment) ? '{id}' : segment));
}

function readBody(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return bytes.length > 0 ? 'bytes' : 'nothing';
  }
}
