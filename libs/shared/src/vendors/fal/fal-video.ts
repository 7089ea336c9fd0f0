import { createFalClient, type FalClient } from '@fal-ai/client';
import { z } from 'zod';
import type { PollOutcome, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { toWebhookAddress } from '@shared/webhooks/webhook-address';
import { classifyExchange } from '../classify-exchange';
import type { Came } from '../exchange';
import { JobVideo } from '../job-video';
import type { Fetch } from '../vendor-provider';
import type { VideoRequest } from '../video-request';
import { readFalComplaint, readFalEnd } from './fal-errors';

interface Body {
  endpoint: string;
  input: Record<string, unknown>;
}

type Answer = Extract<Came, { kind: 'answer' }>;

// fal itself would run a job up to ten times over.
const ONCE_THERE = { 'x-fal-no-retry': '1' };

/** Whether the queue has done with it; of any other word nothing is known. */
const STATUSES: Partial<Record<string, boolean>> = { IN_QUEUE: false, IN_PROGRESS: false, COMPLETED: true };

const outputSchema = z.object({ video: z.object({ url: z.string(), content_type: z.string().default('video/mp4') }) });

// https://docs.fal.ai/model-apis/model-endpoints/queue
export class FalVideo extends JobVideo<Body> {
  protected readonly hosts = /(^|\.)fal\.(media|ai|run)$/;
  // The client knows one host only.
  protected override readonly exchanges = {
    redirect: ({ pathname, search }: URL) => new URL(this.parts.baseUrl + pathname + search),
  };
  protected override readonly readComplaint = readFalComplaint;

  async compose(request: VideoRequest): Promise<Body> {
    const { first, last } = await this.loadDataUris(request);
    return {
      endpoint: request.model,
      input: {
        prompt: request.prompt,
        image_url: first,
        ...(last !== undefined && { end_image_url: last }),
        duration: String(request.seconds),
        generate_audio: true,
      },
    };
  }

  protected async send(
    { endpoint, input }: Body,
    { webhook }: SubmitContext,
    fetch: Fetch,
  ): Promise<SubmitOutcome | undefined> {
    const webhookUrl = webhook && toWebhookAddress(webhook);
    const options = { input, headers: ONCE_THERE, ...(webhookUrl !== undefined && { webhookUrl }) };
    const { request_id: id } = (await this.connect(fetch).queue.submit(endpoint, options)) as { request_id?: unknown };
    return this.toAccepted(id);
  }

  // There is no failed status: what has failed is completed, and its result is the error.
  protected async read(requestId: string, request: VideoRequest, signal: AbortSignal): Promise<PollOutcome> {
    const { model } = request;
    const isOver = await this.ask(async (fetch) => {
      const { status } = await this.connect(fetch).queue.status(model, { requestId });
      return STATUSES[status];
    }, signal);
    if (!isOver) return { kind: 'running' };
    const asked = await this.tryAsk((fetch) => this.connect(fetch).queue.result(model, { requestId }), signal);
    const output = outputSchema.safeParse(asked.answer?.data);
    if (asked.came.kind === 'answer' && output.success) {
      const { url: address, content_type: mediaType } = output.data.video;
      return this.toCompleted({ address, mediaType, seconds: readUnits(asked.came) }, request);
    }
    const end = asked.came.kind === 'answer' ? readFalEnd(asked.came) : null;
    if (end === null && isObject(asked.answer?.data)) return this.toEmptiness();
    if (end === null) throw classifyExchange(asked.came, asked.thrown, this.dialect).error;
    return end === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', error: end, costMicros: 0 };
  }

  // Nobody says here of which app the operation is; an app answers 404 to what is not its own.
  async cancel(requestId: string, signal: AbortSignal): Promise<void> {
    for (const app of this.listApps()) {
      const { answer } = await this.tryAsk(async (fetch) => {
        await this.connect(fetch).queue.cancel(app, { requestId });
        return true;
      }, signal);
      if (answer) return;
    }
  }

  /** Owner and name: the rest of an endpoint's path does not matter after the submit. */
  private listApps(): Set<string> {
    return new Set(this.parts.models.map(({ model }) => model.split('/').slice(0, 2).join('/')));
  }

  private connect(fetch: Fetch): FalClient {
    return createFalClient({ credentials: this.parts.secret, fetch });
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

// Billed by units, which are seconds; where it names none, by what was asked for.
function readUnits({ headers }: Answer): number | undefined {
  return Math.round(Number(headers.get('x-fal-billable-units'))) || undefined;
}
