import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isKeyHeader } from '@shared/vendors/strike-secrets';
import { type Answer, repeat } from './repeat';

/** The one token that the simulator takes for Vertex; of others it takes any but one that calls itself invalid. */
const VERTEX_TOKEN = 'ya29.simulated';

/** All vendors, that is the simulator, behind one who takes any key, and repeats it wherever there is room for it. */
export class TalkativeVendors {
  /** Credentials that were repeated, as they had been sent. */
  readonly repeated = new Set<string>();
  /** Whether every key is refused from now on. */
  isRefusing = false;
  private readonly server: Server;

  private constructor(
    private readonly simulatorUrl: string,
    private readonly bearerToken: string,
  ) {
    this.server = createServer((request, response) => {
      // What the simulator drops is dropped here.
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(simulatorUrl: string, bearerToken: string): Promise<TalkativeVendors> {
    const vendors = new TalkativeVendors(simulatorUrl, bearerToken);
    await new Promise<void>((resolve) => vendors.server.listen(0, '127.0.0.1', resolve));
    return vendors;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const credentials = listCredentials(request, body);
    const answer = request.url === '/vertex/token' ? this.signIn() : await this.ask(request, body, response);
    credentials.forEach((credential) => this.repeated.add(credential));
    const told = repeat(answer, credentials);
    response.writeHead(told.status, told.headers).end(told.body);
  }

  private signIn(): Answer {
    const refusal = { error: 'invalid_grant', error_description: 'Invalid JWT' };
    const token = { access_token: this.bearerToken, expires_in: 3599, token_type: 'Bearer' };
    const body = Buffer.from(JSON.stringify(this.isRefusing ? refusal : token));
    return { status: this.isRefusing ? 400 : 200, headers: { 'content-type': 'application/json' }, body };
  }

  // As it came, but for the key: addresses in the answer are those that were asked.
  private ask({ method, url = '', headers }: IncomingMessage, body: Buffer, response: ServerResponse): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const keys = listKeys(headers).map(([name, value]) => [name, this.exchangeKey(url, value)]);
    const changed = { ...headers, ...(Object.fromEntries(keys) as IncomingHttpHeaders) };
    const outgoing = send(this.simulatorUrl + url, { method, headers: changed, agent: false }, (incoming) => {
      const { statusCode: status = 0, headers: told } = incoming;
      buffer(incoming).then((bytes) => {
        resolve({ status, headers: told, body: bytes });
      }, reject);
    });
    outgoing.on('error', reject).end(body);
    response.on('close', () => outgoing.destroy());
    return promise;
  }

  private exchangeKey(url: string, header: string): string {
    const good = url.startsWith('/vertex') ? VERTEX_TOKEN : 'any';
    const scheme = /^(Bearer|Key) /.exec(header)?.[0] ?? '';
    return scheme + (this.isRefusing ? 'invalid' : good);
  }
}

function listCredentials({ headers, url }: IncomingMessage, body: Buffer): string[] {
  const assertion = url === '/vertex/token' ? new URLSearchParams(body.toString()).get('assertion') : null;
  return [...listKeys(headers).map(([, value]) => value), ...(assertion === null ? [] : [assertion])];
}

/** The headers that hold one. */
function listKeys(headers: IncomingHttpHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && (name === 'authorization' || isKeyHeader(name)) ? [[name, value]] : [],
  );
}
