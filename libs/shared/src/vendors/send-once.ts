import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { AppError } from '@shared/errors/app-error';
import { listSecrets, strikeSecretBytes, strikeSecrets } from './strike-secrets';

/** Not a byte of the request has left: there never was a connection to send it over. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
}

/** An answer with a result in it: an image of 4K takes about 30 MB in base64. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

// A poll may go over any connection. A POST gets one of its own, so that it is known whether there ever was one.
const pollAgents = {
  'http:': new HttpAgent({ keepAlive: true }),
  'https:': new HttpsAgent({ keepAlive: true }),
};

/**
 * What the SDK is given in the place of `fetch`, which sends a POST a second time after 421, 307 and 308 and follows its
 * key to any host. Sends one request, follows nothing, takes no compressed answer and none above the limit, and leaves out of the
 * answer what it repeats of the key.
 */
export async function sendOnce(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
  const secrets = listSecrets(request.headers, body);
  // A request's own signal follows the one that it was given only until the request is swept away.
  const answer = await exchange(request, { body, signal: init?.signal ?? request.signal });
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, strikeSecrets(value, secrets)]),
  );
  const bytes = strikeSecretBytes(await readCapped(answer), secrets);
  const status = answer.statusCode ?? 0;
  return new Response(mayHaveBody(status) ? new Uint8Array(bytes) : null, { status, headers });
}

interface Sending {
  body: Buffer | null;
  signal: AbortSignal;
}

function exchange({ url, method, headers }: Request, { body, signal }: Sending): Promise<IncomingMessage> {
  const target = new URL(url);
  const isTls = target.protocol === 'https:';
  const agent = method === 'POST' ? false : pollAgents[isTls ? 'https:' : 'http:'];
  const length = body === null ? {} : { 'content-length': body.length };
  const options = { method, agent, signal, headers: { ...Object.fromEntries(headers), ...IDENTITY, ...length } };
  return new Promise((resolve, reject) => {
    let hadConnection = false;
    const outgoing = (isTls ? requestHttps : requestHttp)(target, options, resolve);
    outgoing.on('socket', (socket) => {
      whenConnected(socket, () => (hadConnection = true));
    });
    outgoing.on('error', (cause) => {
      reject(hadConnection ? cause : new NotSentError(`no connection to ${target.host}: ${cause.message}`, { cause }));
    });
    outgoing.end(body);
  });
}

const IDENTITY = { 'accept-encoding': 'identity' };

// Over TLS what was written waits for the handshake.
function whenConnected(socket: Socket, note: () => void): void {
  const isOpen = socket instanceof TLSSocket ? socket.authorized : !socket.connecting;
  if (isOpen) note();
  else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', note);
}

async function readCapped(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let seen = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    seen += chunk.length;
    if (seen > MAX_ANSWER_BYTES)
      throw new AppError('PROVIDER_FAILED', `the answer is larger than ${MAX_ANSWER_BYTES} bytes`, {
        retryable: false,
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, seen);
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}
