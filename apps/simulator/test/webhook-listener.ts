import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  headers: { id: string; timestamp: string; signature: string };
  body: string;
}

export interface WebhookListener extends AsyncDisposable {
  url: string;
  heard: Heard[];
}

/** Takes what is sent to it; the first `refusals` of it with 500. */
export async function listenToWebhooks({ refusals = 0 } = {}): Promise<WebhookListener> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const header = (name: string) => String(request.headers[`webhook-${name}`] ?? '');
      heard.push({
        headers: { id: header('id'), timestamp: header('timestamp'), signature: header('signature') },
        body,
      });
      response.writeHead(heard.length > refusals ? 204 : 500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
