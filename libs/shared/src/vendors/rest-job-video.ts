import { z } from 'zod';
import type { PollOutcome, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import type { AdapterParts } from './adapter-parts';
import { type DataUris, JobVideo } from './job-video';
import type { Fetch, Line } from './vendor-provider';
import type { VideoRequest } from './video-request';

/** A vendor of clips without an SDK: its calls as its documentation has them, and how its words are to be read. */
export abstract class RestJobVideo<Job> extends JobVideo<object> {
  /** Of a job, as the question about it is answered. */
  protected abstract readonly schema: z.ZodType<Job>;
  /** The calls, with `:id` for the job; without `cancel` an operation goes on to its end. */
  protected abstract readonly calls: { create: Line; read: Line; cancel?: Line };
  /** By which name the answer to a submit tells of the job. */
  protected readonly idField: string = 'id';

  // What a lost submit would be found by has to be sent along, and only an adapter of its own does that.
  constructor(parts: AdapterParts<'video'>) {
    super(parts, ['idempotency-key', 'webhook', 'output-prefix']);
  }

  protected abstract buildBody(request: VideoRequest, frames: DataUris): object;

  /** How it is doing: `toCompleted`, `toFailed`, running or cancelled. */
  protected abstract readJob(job: Job, request: VideoRequest): PollOutcome;

  async compose(request: VideoRequest): Promise<object> {
    return this.buildBody(request, await this.loadDataUris(request));
  }

  async cancel(operationId: string, signal: AbortSignal): Promise<void> {
    const { cancel } = this.calls;
    if (cancel !== undefined) await this.ask(this.callJson(z.unknown(), withId(cancel, operationId)), signal);
  }

  protected async send(body: object, { labels }: SubmitContext, fetch: Fetch): Promise<SubmitOutcome | undefined> {
    const call = this.callJson(createdSchema, this.calls.create, { body, attempt: labels.attempt });
    return this.toAccepted((await call(fetch))?.[this.idField]);
  }

  protected async read(operationId: string, request: VideoRequest, signal: AbortSignal): Promise<PollOutcome> {
    const call = this.callJson(this.schema, withId(this.calls.read, operationId));
    return this.readJob(await this.ask(call, signal), request);
  }
}

const createdSchema = z.record(z.string(), z.unknown());

function withId(line: Line, id: string): Line {
  return line.replace(':id', encodeURIComponent(id)) as Line;
}
