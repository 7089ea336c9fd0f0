import { AppError } from '@shared/errors/app-error';
import { sendOnce } from './send-once';

type Fetch = typeof fetch;

/** What came back for the one request of a call. */
export type Came =
  | { kind: 'answer'; status: number; headers: Headers; text: string }
  /** The connection, or the lack of one. */
  | { kind: 'broken'; error: unknown }
  /** The SDK gave up before it sent anything. */
  | { kind: 'nothing-sent' };

export interface ExchangeOptions {
  signal: AbortSignal;
  /** For an SDK that cannot be told another host. */
  redirect?: ((url: URL) => URL) | undefined;
  /** For an SDK that cannot be told further headers. */
  headers?: Record<string, string>;
}

const PROBE = 'data:,';
// No SDK repeats after it.
const STATUS_OF_FAILURE = 400;

/**
 * One call through an SDK, as one request. Several SDKs repeat a paid POST after 429, 5xx or a lost connection, and some cannot be
 * told not to: each failure reaches them as a plain 400, while the answer itself is kept here for whoever has to judge it.
 */
export class Exchange {
  came: Came = { kind: 'nothing-sent' };
  private sending: Promise<Response> | null = null;

  constructor(private readonly options: ExchangeOptions) {}

  /** Belongs in the place of the SDK's `fetch`. However often it is called, it sends the first request only. */
  readonly fetch: Fetch = async (input, init) => {
    // By this OpenAI's SDK finds out what kind of `fetch` it was given.
    if (input === PROBE) return fetch(PROBE);
    this.sending ??= this.send(input, init);
    return (await this.sending).clone();
  };

  private async send(input: Parameters<Fetch>[0], init?: RequestInit): Promise<Response> {
    const request = this.buildRequest(input, init);
    try {
      const response = await sendOnce(request, { signal: AbortSignal.any([this.options.signal, request.signal]) });
      this.came = { kind: 'answer', status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      this.came = { kind: 'broken', error };
    }
    return toResponse(this.came);
  }

  // What is wrong with a header is said in words that quote it.
  private buildRequest(...[input, init]: Parameters<Fetch>): Request {
    const { redirect, headers = {} } = this.options;
    try {
      const asked = new Request(input, init);
      const request = redirect ? new Request(redirect(new URL(asked.url)), asked) : asked;
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      return request;
    } catch {
      throw new AppError('PROVIDER_AUTH', 'the settings hold a key or an address that cannot be sent');
    }
  }
}

function toResponse(came: Came): Response {
  if (came.kind !== 'answer') return new Response(null, { status: STATUS_OF_FAILURE });
  const { status, headers, text } = came;
  const isRead = status >= 200 && status < 300;
  // What says how it was packed and when to come again is for nobody after this.
  const type = headers.get('content-type') ?? 'text/plain';
  return new Response(isRead && text === '' ? null : text, {
    status: isRead ? status : STATUS_OF_FAILURE,
    headers: { 'content-type': type },
  });
}
