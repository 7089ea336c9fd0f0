import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Recorded {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Writes down what it is sent, and answers each request with the next of its answers. */
export class Recorder {
  readonly requests: Recorded[] = [];
  private answers: { status?: number; body: unknown; headers?: Record<string, string> }[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void buffer(request).then((body) => {
        const { method = '', url: path = '', headers } = request;
        this.requests.push({ method, path, headers, body });
        const { status = 200, body: answer, headers: more = {} } = this.answers.shift() ?? { body: {} };
        response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(answer));
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets what came before. */
  willAnswer(...answers: Recorder['answers']): void {
    this.requests.length = 0;
    this.answers = answers;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
