import { createFalClient, type FalClient } from '@fal-ai/client';
import { z } from 'zod';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Micros } from '@shared/contracts/money';
import { AppError } from '@shared/errors/app-error';
import type {
  Offer,
  PollOutcome,
  Provider,
  Recollection,
  SubmitContext,
  SubmitOutcome,
} from '@shared/generation/providers/provider';
import { toWebhookAddress } from '@shared/webhooks/webhook-address';
import { classifyExchange, type Dialect } from '../classify-exchange';
import type { Came } from '../exchange';
import { openVendorResult } from '../open-result';
import { priceOfClip } from '../price-of';
import { type Fetch, VendorProvider } from '../vendor-provider';
import { loadFrames, toDataUri, type VideoRequest } from '../video-request';
import { FAL_MODELS } from './capabilities';
import type { FalSettings } from './fal-env';
import { FAL_INPUTS, readFalComplaint, readFalEnd } from './fal-errors';

interface Body {
  endpoint: string;
  input: Record<string, unknown>;
}

type Answer = Extract<Came, { kind: 'answer' }>;

const HOSTS = /(^|\.)fal\.(media|ai|run)$/;
// fal itself would run a job up to ten times over.
const ONCE_THERE = { 'x-fal-no-retry': '1' };

/** Whether the queue has done with it; of any other word nothing is known. */
const STATUSES: Partial<Record<string, boolean>> = { IN_QUEUE: false, IN_PROGRESS: false, COMPLETED: true };

const outputSchema = z.object({ video: z.object({ url: z.string(), content_type: z.string().default('video/mp4') }) });

// https://docs.fal.ai/model-apis/model-endpoints/queue
export class FalVideo extends VendorProvider<VideoRequest, Body> {
  readonly name = 'fal';
  readonly offers: ReadonlySet<Offer>;
  protected readonly dialect: Dialect = { vendor: 'fal', inputs: FAL_INPUTS, readComplaint: readFalComplaint };
  protected override readonly exchanges: { redirect: (url: URL) => URL };

  constructor(
    private readonly settings: FalSettings,
    private readonly store: ArtifactStore,
  ) {
    super();
    this.offers = new Set<Offer>(settings.webhooks ? ['webhook'] : []);
    // The client knows one host only.
    this.exchanges = { redirect: ({ pathname, search }) => new URL(settings.baseUrl + pathname + search) };
  }

  async compose(request: VideoRequest): Promise<Body> {
    const { first, last } = await loadFrames(this.store, request);
    return {
      endpoint: request.model,
      input: {
        prompt: request.prompt,
        image_url: toDataUri(first),
        ...(last && { end_image_url: toDataUri(last) }),
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
    return typeof id === 'string' && id !== '' ? { kind: 'accepted', operationId: id } : undefined;
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
    if (asked.came.kind === 'answer' && output.success) return toCompleted(output.data, request, asked.came);
    const end = asked.came.kind === 'answer' ? readFalEnd(asked.came) : null;
    if (end === null && isObject(asked.answer?.data)) return toEmptiness();
    if (end === null) throw classifyExchange(asked.came, asked.thrown, this.dialect).error;
    return end === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', error: end, costMicros: 0 };
  }

  /** fal keeps no list that a client can ask: its webhook tells, or nobody. */
  recall(): Promise<Recollection> {
    return Promise.resolve({ kind: 'cannot-tell' });
  }

  async download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    return openVendorResult(address, { baseUrl: this.settings.baseUrl, hosts: HOSTS, signal });
  }

  // Nobody says here of which app the operation is; an app answers 404 to what is not its own.
  async cancel(requestId: string, signal: AbortSignal): Promise<void> {
    for (const app of APPS) {
      const { answer } = await this.tryAsk(async (fetch) => {
        await this.connect(fetch).queue.cancel(app, { requestId });
        return true;
      }, signal);
      if (answer) return;
    }
  }

  private connect(fetch: Fetch): FalClient {
    return createFalClient({ credentials: this.settings.key, fetch });
  }
}

/** Owner and name: the rest of an endpoint's path does not matter after the submit. */
const APPS = new Set(FAL_MODELS.map(({ model }) => model.split('/').slice(0, 2).join('/')));

function toCompleted({ video }: z.infer<typeof outputSchema>, request: VideoRequest, answer: Answer): PollOutcome {
  const result = { kind: 'remote', address: video.url, mediaType: video.content_type } as const;
  return { kind: 'completed', result, costMicros: priceOf(request, answer) };
}

// Made and billed, and not to be found: nobody says at what price.
function toEmptiness(): PollOutcome {
  const error = new AppError('PROVIDER_FAILED', 'fal completed the job without a video in its output');
  return { kind: 'failed', error, costMicros: null };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

// Billed by units, which are seconds; where it names none, by what was asked for.
function priceOf({ model, seconds: asked, resolution }: VideoRequest, { headers }: Answer): Micros | null {
  const units = Number(headers.get('x-fal-billable-units'));
  const seconds = units > 0 ? Math.round(units) : asked;
  return priceOfClip(FAL_MODELS, { model, seconds, resolution }, new Date());
}
