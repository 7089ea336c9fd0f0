import Replicate, { type Prediction } from 'replicate';
import { z } from 'zod';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { AppError } from '@shared/errors/app-error';
import { END_KEYFRAME, PROMPT, START_KEYFRAME } from '@shared/gemini/content-refusal';
import type {
  Offer,
  PollOutcome,
  Provider,
  Recollection,
  SubmitContext,
  SubmitOutcome,
} from '@shared/generation/providers/provider';
import { readWebhookAddress, toWebhookAddress } from '@shared/webhooks/webhook-address';
import { callJson } from '../call-json';
import type { Complaint, Dialect } from '../classify-exchange';
import { openVendorResult, unretrievable } from '../open-result';
import { priceOfClip } from '../price-of';
import { readJson } from '../read-json';
import { type ListPage, recallFromList } from '../recall-from-list';
import { toComplaint } from '../to-complaint';
import { type Fetch, VendorProvider } from '../vendor-provider';
import { loadFrames, type VideoRequest } from '../video-request';
import { buildReplicateInput, type ModelInput } from './build-input';
import { REPLICATE_MODELS } from './capabilities';
import type { ReplicateSettings } from './replicate-env';

interface Body {
  model: string;
  input: ModelInput;
}

const HOSTS = /(^|\.)replicate\.(delivery|com)$/;
const REMOVED = 'removed:';
const INPUTS = [PROMPT, START_KEYFRAME, END_KEYFRAME];

const entrySchema = z.object({ id: z.string(), webhook: z.string().nullish(), created_at: z.coerce.date() });
const pageSchema = z.object({ results: z.array(entrySchema), next: z.string().nullish() });

// https://replicate.com/docs/reference/http
export class ReplicateVideo extends VendorProvider<VideoRequest, Body> {
  readonly name = 'replicate';
  readonly offers: ReadonlySet<Offer>;
  protected readonly dialect: Dialect = { vendor: 'Replicate', inputs: INPUTS, readComplaint };

  constructor(
    private readonly settings: ReplicateSettings,
    private readonly store: ArtifactStore,
  ) {
    super();
    this.offers = new Set<Offer>(settings.webhooks ? ['webhook', 'list'] : []);
  }

  async compose(request: VideoRequest): Promise<Body> {
    const frames = await loadFrames(this.store, request);
    return { model: request.model, input: buildReplicateInput(request, frames) };
  }

  protected async send(body: Body, context: SubmitContext, fetch: Fetch): Promise<SubmitOutcome | undefined> {
    const webhook = context.webhook && {
      webhook: toWebhookAddress(context.webhook),
      webhook_events_filter: ['completed' as const],
    };
    const { id } = await this.connect(fetch).predictions.create({ ...body, ...webhook });
    return typeof id === 'string' && id !== '' ? { kind: 'accepted', operationId: id } : undefined;
  }

  protected async read(operationId: string, request: VideoRequest, signal: AbortSignal): Promise<PollOutcome> {
    const prediction = await this.ask((fetch) => this.connect(fetch).predictions.get(operationId), signal);
    switch (prediction.status) {
      case 'succeeded':
        return { kind: 'completed', result: toResult(prediction), costMicros: priceOf(request, prediction) };
      case 'failed':
        return this.toFailed(toWords(prediction));
      case 'canceled':
      case 'aborted':
        return { kind: 'cancelled' };
      case 'starting':
      case 'processing':
        return { kind: 'running' };
      default:
        throw new AppError(
          'PROVIDER_FAILED',
          `Replicate gave no answer that can be read: ${JSON.stringify(prediction).slice(0, 200)}`,
        );
    }
  }

  async recall(attemptId: string, signal: AbortSignal): Promise<Recollection> {
    if (!this.settings.webhooks) return { kind: 'cannot-tell' };
    return recallFromList(attemptId, (cursor) => this.loadPage(cursor, signal));
  }

  async download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    if (address.startsWith(REMOVED)) throw unretrievable('was removed: Replicate keeps results for an hour');
    const { baseUrl, apiToken } = this.settings;
    const headers = { authorization: `Bearer ${apiToken}` };
    return openVendorResult(address, { baseUrl, hosts: HOSTS, headers, signal });
  }

  async cancel(operationId: string, signal: AbortSignal): Promise<void> {
    await this.ask((fetch) => this.connect(fetch).predictions.cancel(operationId), signal);
  }

  private async loadPage(cursor: string | null, signal: AbortSignal): Promise<ListPage> {
    const { baseUrl, apiToken } = this.settings;
    const headers = { authorization: `Bearer ${apiToken}` };
    // The SDK's list takes no cursor.
    const call = callJson(pageSchema, `${baseUrl}/predictions${cursor ?? ''}`, { headers });
    const { results, next } = await this.ask(call, signal);
    // Of the address only the cursor is taken, so that nobody else is handed our token.
    return { entries: results.map(toEntry), next: next ? new URL(next).search : null };
  }

  private connect(fetch: Fetch): Replicate {
    const { apiToken: auth, baseUrl } = this.settings;
    return new Replicate({ auth, baseUrl, fetch, useFileOutput: false });
  }
}

function readComplaint({ status, text }: { status: number; text: string }): Complaint {
  const { detail, title, retry_after: told } = readJson(text);
  const message = [title, detail].filter((words) => typeof words === 'string').join(': ') || 'no message';
  const waitSeconds = typeof told === 'number' ? told : Number(/resets in ~?(\d+)s/.exec(message)?.[1]);
  return toComplaint(status, message, { retryAfterMs: waitSeconds > 0 ? waitSeconds * 1000 : undefined });
}

function toEntry({ id, webhook, created_at }: z.infer<typeof entrySchema>): ListPage['entries'][number] {
  const attemptId = webhook === undefined ? undefined : (readWebhookAddress(webhook ?? '')?.attempt ?? null);
  return { operationId: id, attemptId, createdAt: created_at };
}

function toResult({ id, output }: Prediction) {
  const [address = `${REMOVED}${id}`] = [output].flat().filter((one) => typeof one === 'string');
  return { kind: 'remote', address, mediaType: 'video/mp4' } as const;
}

function priceOf({ model, seconds, resolution }: VideoRequest, { created_at }: Prediction) {
  const at = new Date(created_at);
  const day = Number.isNaN(at.getTime()) ? new Date() : at;
  return priceOfClip(REPLICATE_MODELS, { model, seconds, resolution }, day);
}

function toWords({ error }: Prediction): string {
  return typeof error === 'string' ? error : JSON.stringify(error ?? 'no reason');
}
