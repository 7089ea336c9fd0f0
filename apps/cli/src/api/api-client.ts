import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Problem, problemSchema } from '@shared/contracts/film';
import { CliFailure, EXIT } from '../exit-codes';
import { redactHeaders, redactUrl } from './redact';

export interface ApiOptions {
  api: string;
  /** Takes what was sent and received, secrets struck out; null unless --debug. */
  trace: ((line: string) => void) | null;
}

export interface Changed<T> {
  answer: T;
  isBegun: boolean;
}

const TRIES = 3;
const PAUSE_MS = 1_000;

/** Plain fetch, with errors that say what to do next. */
export class ApiClient {
  constructor(private readonly options: ApiOptions) {}

  /** The answer's JSON, not checked: the contract is the server's promise. */
  async json<T>(path: string, init: RequestInit = {}): Promise<T> {
    return this.read<T>(await this.request(path, init));
  }

  /** Sends a change under one key for every try: a lost answer makes it no second time. `isBegun`: something is made now. */
  async change<T>(path: string, { method, body }: { method: string; body: object }): Promise<Changed<T>> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await this.request(path, { method, headers, body: JSON.stringify(body) });
        return { answer: await this.read<T>(response), isBegun: response.status === 202 };
      } catch (error) {
        if (!(error instanceof CliFailure) || error.exitCode !== EXIT.network || attempt === TRIES) throw error;
        await wait(PAUSE_MS * attempt);
      }
    }
  }

  /** Any answer but a good one is a CliFailure. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const { api, trace } = this.options;
    const url = this.toUrl(path);
    const headers = new Headers(init.headers);
    trace?.(`> ${init.method ?? 'GET'} ${redactUrl(url.href)}`);
    for (const line of redactHeaders(headers)) trace?.(`> ${line}`);
    if (typeof init.body === 'string') trace?.(`> ${init.body}`);
    const response = await fetch(url, { ...init, headers }).catch((error: unknown) => {
      throw unreachable(api, error);
    });
    trace?.(`< ${response.status} ${redactUrl(response.url)}`);
    for (const line of redactHeaders(response.headers)) trace?.(`< ${line}`);
    if (!response.ok) throw await refused(response);
    return response;
  }

  private async read<T>(response: Response): Promise<T> {
    const text = await response.text();
    this.options.trace?.(`< ${text}`);
    return JSON.parse(text) as T;
  }

  private toUrl(path: string): URL {
    const { api } = this.options;
    if (!URL.canParse(api) || !/^https?:/.test(api)) {
      throw new CliFailure(
        EXIT.badInput,
        `${api} is no address of an API`,
        'Give one like --api http://127.0.0.1:8080',
      );
    }
    return new URL(path, api);
  }
}

function unreachable(api: string, error: unknown): CliFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  const next = 'Is it running? `npm start` starts one here; --api URL or REELWRIGHT_API names another';
  return new CliFailure(EXIT.network, `Cannot reach the API at ${api}: ${cause}`, next, { cause: error });
}

async function refused(response: Response): Promise<CliFailure> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null)).data;
  const message = problem ? describe(problem) : `The API answered ${response.status} ${response.statusText}`;
  if (response.status >= 500 || response.status === 429) {
    return new CliFailure(EXIT.network, message, 'Try again in a moment; films under way go on');
  }
  const isForModels = problem?.errors?.some(({ models }) => models !== undefined) ?? false;
  return new CliFailure(EXIT.badInput, message, isForModels ? MODELS_HELP : NEXT[response.status]);
}

const MODELS_HELP = '`reelwright models` shows what each model can do';

const NEXT: Record<number, string> = {
  404: '`reelwright list` shows the films there are, `reelwright status ID` the scenes of one',
  409: '`reelwright status ID` shows the film as it is now',
  413: 'Make the storyboard shorter',
  422: '`reelwright help` shows what each option takes',
};

function describe({ detail, errors = [] }: Problem): string {
  const faults = errors.map(({ field, rule, value, models }) => {
    const others = models === undefined ? '' : `\n    could be done by: ${models.join(', ') || 'no model there is'}`;
    return `\n  ${field}: ${rule} (received ${JSON.stringify(value)})${others}`;
  });
  return errors.length > 0 ? `The request was refused:${faults.join('')}` : detail;
}
