import type { z } from 'zod';
import type { ModelKind } from '@shared/contracts/models';
import { AppError, toAppError } from '@shared/errors/app-error';
import { buildRefusal } from '@shared/gemini/content-refusal';
import {
  type PollOutcome,
  Provider,
  type SubmitContext,
  type SubmitOutcome,
} from '@shared/generation/providers/provider';
import type { AdapterParts, Requests } from './adapter-parts';
import { classifyExchange, type Complaint, type Dialect } from './classify-exchange';
import { type Came, Exchange, type ExchangeOptions } from './exchange';
import { isContentRefusal } from './is-content-refusal';
import { listInputs } from './list-inputs';
import { traceHeaders } from './trace-headers';
import { readUsualComplaint } from './usual-complaint';

export type Fetch = typeof globalThis.fetch;

/** A call as documentations have it, like `GET /jobs/1`. */
export type Line = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;

export interface JsonRequest {
  body?: object;
  /** Of the submit: goes along in a header that some vendors keep, and the simulator counts by. */
  attempt?: string;
}

/** One call of an SDK with the `fetch` that it is to use; undefined where its answer does not hold what was asked for. */
export type Call<T> = (fetch: Fetch) => Promise<T | undefined>;

/** What every adapter does alike, with an SDK or without: one request for each call, and failures told apart in one place. */
export abstract class VendorProvider<K extends ModelKind, Body> extends Provider<Requests[K], Body> {
  readonly name: string;
  protected readonly dialect: Dialect;
  /** What every request of this vendor gets. */
  protected readonly exchanges: Omit<ExchangeOptions, 'signal'> = {};

  constructor(protected readonly parts: AdapterParts<K>) {
    super();
    this.name = parts.vendor;
    const readComplaint: Dialect['readComplaint'] = (answer) => this.readComplaint(answer);
    this.dialect = { vendor: parts.title, inputs: listInputs(parts.models), readComplaint };
  }

  /** The one paid POST; undefined where a success cannot be read. */
  protected abstract send(body: Body, context: SubmitContext, fetch: Fetch): Promise<SubmitOutcome | undefined>;

  /** Throws an AppError where the question could not be asked or the answer not be read. */
  protected abstract read(operationId: string, request: Requests[K], signal: AbortSignal): Promise<PollOutcome>;

  async submit(body: Body, context: SubmitContext): Promise<SubmitOutcome> {
    const { signal, isStillMine } = context;
    if (signal.aborted || !isStillMine())
      return { kind: 'not-sent', error: new AppError('PROVIDER_TIMEOUT', 'no time was left to send the request') };
    const exchange = this.openExchange(signal);
    try {
      const outcome = await this.send(body, context, exchange.fetch);
      return isRead(exchange) && outcome ? outcome : classifyExchange(exchange.came, undefined, this.dialect);
    } catch (thrown) {
      return classifyExchange(exchange.came, thrown, this.dialect);
    }
  }

  async poll(operationId: string, request: Requests[K], signal: AbortSignal): Promise<PollOutcome> {
    try {
      return await this.read(operationId, request, signal);
    } catch (error) {
      return { kind: 'unreadable', error: toAppError(error) };
    }
  }

  /** What an error body says; to be overridden for a form that is not usual. */
  protected readComplaint(answer: Extract<Came, { kind: 'answer' }>): Complaint {
    return readUsualComplaint(answer);
  }

  /**
   * A call where there is no SDK for it, like `GET /jobs/1` below the base address: JSON there and back, an empty answer as `{}`;
   * undefined where it is not of the schema.
   */
  protected callJson<T>(schema: z.ZodType<T>, line: Line, request: JsonRequest = {}): Call<T> {
    const [method, path = ''] = line.split(' ');
    const { body, attempt } = request;
    const trace = attempt === undefined ? {} : traceHeaders(attempt);
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, headers: { ...this.parts.headers, ...trace, ...type }, body: body && JSON.stringify(body) };
    return async (fetch) => {
      const answer = await fetch(`${this.parts.baseUrl}${path}`, init);
      const text = await answer.text();
      return schema.safeParse(text === '' ? {} : JSON.parse(text)).data;
    };
  }

  /** Asks once for what costs nothing. Throws an AppError where there is no answer that can be read. */
  protected async ask<T>(call: Call<T>, signal: AbortSignal): Promise<T> {
    const asked = await this.tryAsk(call, signal);
    if (asked.answer !== undefined) return asked.answer;
    throw classifyExchange(asked.came, asked.thrown, this.dialect).error;
  }

  /** The same for whoever can read a failure, too. */
  protected async tryAsk<T>(call: Call<T>, signal: AbortSignal): Promise<{ answer?: T; came: Came; thrown?: unknown }> {
    const exchange = this.openExchange(signal);
    try {
      const answer = await call(exchange.fetch);
      return { came: exchange.came, ...(isRead(exchange) && answer !== undefined && { answer }) };
    } catch (thrown) {
      return { came: exchange.came, thrown };
    }
  }

  /** The end of an operation that made nothing and is not billed. `isRefusal`: whether its code says that it is about content. */
  protected toFailed(words: string, isRefusal = false): PollOutcome {
    const { vendor, inputs } = this.dialect;
    const error =
      isRefusal || isContentRefusal(words)
        ? buildRefusal(words, inputs, vendor)
        : new AppError('PROVIDER_FAILED', `${vendor} made nothing: ${words.slice(0, 500)}`);
    return { kind: 'failed', error, costMicros: 0 };
  }

  private openExchange(signal: AbortSignal): Exchange {
    return new Exchange({ ...this.exchanges, signal });
  }
}

function isRead({ came }: Exchange): boolean {
  return came.kind === 'answer' && came.status >= 200 && came.status < 300;
}
