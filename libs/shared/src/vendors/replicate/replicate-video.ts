import Replicate, { type Prediction } from 'replicate';
import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import type { PollOutcome, Provider, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { readWebhookAddress, toWebhookAddress } from '@shared/webhooks/webhook-address';
import type { AdapterParts } from '../adapter-parts';
import type { Complaint } from '../classify-exchange';
import { JobVideo } from '../job-video';
import { unretrievable } from '../open-result';
import { readJson } from '../read-json';
import type { ListPage } from '../recall-from-list';
import { toComplaint } from '../to-complaint';
import type { Fetch } from '../vendor-provider';
import type { VideoRequest } from '../video-request';
import { buildReplicateInput, type ModelInput } from './build-input';

interface Body {
  model: string;
  input: ModelInput;
}

const REMOVED = 'removed:';

const entrySchema = z.object({ id: z.string(), webhook: z.string().nullish(), created_at: z.coerce.date() });
const pageSchema = z.object({ results: z.array(entrySchema), next: z.string().nullish() });

// https://replicate.com/docs/reference/http
export class ReplicateVideo extends JobVideo<Body> {
  protected readonly hosts = /(^|\.)replicate\.(delivery|com)$/;
  protected override readonly downloadHeaders = this.parts.headers;

  // An attempt is found in the list by the address of its webhook.
  constructor(parts: AdapterParts<'video'>) {
    super(parts, parts.webhooks ? [] : ['list']);
  }

  async compose(request: VideoRequest): Promise<Body> {
    const images = await this.loadDataUris(request);
    return { model: request.model, input: buildReplicateInput(request, images) };
  }

  protected async send(body: Body, context: SubmitContext, fetch: Fetch): Promise<SubmitOutcome | undefined> {
    const webhook = context.webhook && {
      webhook: toWebhookAddress(context.webhook),
      webhook_events_filter: ['completed' as const],
    };
    const { id } = await this.connect(fetch).predictions.create({ ...body, ...webhook });
    return this.toAccepted(id);
  }

  protected async read(operationId: string, request: VideoRequest, signal: AbortSignal): Promise<PollOutcome> {
    const prediction = await this.ask((fetch) => this.connect(fetch).predictions.get(operationId), signal);
    switch (prediction.status) {
      case 'succeeded':
        return this.toCompleted({ address: toAddress(prediction), at: toDay(prediction) }, request);
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

  override async download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    if (address.startsWith(REMOVED)) throw unretrievable('was removed: Replicate keeps results for an hour');
    return super.download(address, signal);
  }

  async cancel(operationId: string, signal: AbortSignal): Promise<void> {
    await this.ask((fetch) => this.connect(fetch).predictions.cancel(operationId), signal);
  }

  protected override readComplaint({ status, text }: { status: number; text: string }): Complaint {
    const { detail, title, retry_after: told } = readJson(text);
    const message = [title, detail].filter((words) => typeof words === 'string').join(': ') || 'no message';
    const waitSeconds = typeof told === 'number' ? told : Number(/resets in ~?(\d+)s/.exec(message)?.[1]);
    return toComplaint(status, message, { retryAfterMs: waitSeconds > 0 ? waitSeconds * 1000 : undefined });
  }

  protected override async loadPage(cursor: string | null, signal: AbortSignal): Promise<ListPage> {
    // The SDK's list takes no cursor.
    const { results, next } = await this.ask(this.callJson(pageSchema, `GET /predictions${cursor ?? ''}`), signal);
    // Of the address only the cursor is taken, so that nobody else is handed our token.
    return { entries: results.map(toEntry), next: next ? new URL(next).search : null };
  }

  private connect(fetch: Fetch): Replicate {
    const { secret: auth, baseUrl } = this.parts;
    return new Replicate({ auth, baseUrl, fetch, useFileOutput: false });
  }
}

function toEntry({ id, webhook, created_at }: z.infer<typeof entrySchema>): ListPage['entries'][number] {
  const attemptId = webhook === undefined ? undefined : (readWebhookAddress(webhook ?? '')?.attempt ?? null);
  return { operationId: id, attemptId, createdAt: created_at };
}

function toAddress({ id, output }: Prediction): string {
  const [address = `${REMOVED}${id}`] = [output].flat().filter((one) => typeof one === 'string');
  return address;
}

function toDay({ created_at }: Prediction): Date {
  const at = new Date(created_at);
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

function toWords({ error }: Prediction): string {
  return typeof error === 'string' ? error : JSON.stringify(error ?? 'no reason');
}
