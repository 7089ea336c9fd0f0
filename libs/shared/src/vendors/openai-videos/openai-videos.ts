/* eslint-disable @typescript-eslint/no-deprecated -- OpenAI's own service has ended; gateways still speak its wire */
import { toFile } from 'openai';
import type { Video, VideoCreateParams, VideoSeconds, VideoSize } from 'openai/resources/videos';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { AppError } from '@shared/errors/app-error';
import { PROMPT, START_KEYFRAME } from '@shared/gemini/content-refusal';
import type {
  Offer,
  PollOutcome,
  Provider,
  Recollection,
  SubmitContext,
  SubmitOutcome,
} from '@shared/generation/providers/provider';
import type { Dialect } from '../classify-exchange';
import type { VideoModel } from '../model-capabilities';
import { connectOpenAi, isContentCode, readOpenAiComplaint, readOpenAiError, traceHeaders } from '../openai-dialect';
import { openResult, unretrievable } from '../open-result';
import { priceOfClip } from '../price-of';
import { type ListPage, recallFromList } from '../recall-from-list';
import { type Fetch, VendorProvider } from '../vendor-provider';
import { loadImage, type VideoRequest } from '../video-request';
import { openAiVideoModels } from './capabilities';
import type { OpenAiVideosSettings } from './openai-videos-env';
import { readPromptTag, tagPrompt } from './prompt-tag';

const INPUTS = [PROMPT, START_KEYFRAME];
const PAGE_SIZE = 100;

// The shape of OpenAI's Videos API before 2026-09-24
export class OpenAiVideos extends VendorProvider<VideoRequest, VideoCreateParams> {
  readonly name = 'openai-videos';
  readonly offers: ReadonlySet<Offer>;
  protected readonly dialect: Dialect;
  private readonly models: readonly VideoModel[];
  private readonly retirement: AppError | null;

  constructor(
    private readonly settings: OpenAiVideosSettings,
    private readonly store: ArtifactStore,
  ) {
    super();
    this.offers = new Set<Offer>(settings.tagPrompts ? ['list'] : []);
    this.models = openAiVideoModels(settings.baseUrl);
    const lifecycle = this.models[0]?.lifecycle;
    this.retirement = lifecycle?.phase === 'retired' ? toRetirement(lifecycle) : null;
    this.dialect = { vendor: 'The video gateway', inputs: INPUTS, readComplaint: readOpenAiComplaint };
  }

  async compose(request: VideoRequest): Promise<VideoCreateParams> {
    const { model, prompt, seconds, aspectRatio, resolution } = request;
    const { bytes, mediaType: type } = await loadImage(this.store, request.firstFrame);
    const input_reference = await toFile(bytes, 'first-frame.png', { type });
    const size = SIZES[resolution === '1080p' ? 'large' : 'small'][aspectRatio];
    return { model, prompt, seconds: String(seconds) as VideoSeconds, size, input_reference };
  }

  override async submit(body: VideoCreateParams, context: SubmitContext): Promise<SubmitOutcome> {
    return this.retirement ? { kind: 'refused', error: this.retirement } : super.submit(body, context);
  }

  protected async send(
    body: VideoCreateParams,
    { labels: { attempt } }: SubmitContext,
    fetch: Fetch,
  ): Promise<SubmitOutcome | undefined> {
    const prompt = this.settings.tagPrompts ? tagPrompt(body.prompt, attempt) : body.prompt;
    const headers = traceHeaders(attempt);
    const created = await connectOpenAi(this.settings, fetch).videos.create({ ...body, prompt }, { headers });
    const { id } = created as Partial<Video>;
    return typeof id === 'string' && id !== '' ? { kind: 'accepted', operationId: id } : undefined;
  }

  protected async read(operationId: string, request: VideoRequest, signal: AbortSignal): Promise<PollOutcome> {
    const video = await this.ask(async (fetch) => {
      const asked = await connectOpenAi(this.settings, fetch).videos.retrieve(operationId);
      return typeof (asked as Partial<Video>).status === 'string' ? asked : undefined;
    }, signal);
    if (video.status === 'failed') return this.readFailure(video);
    if (video.status !== 'completed') return { kind: 'running' };
    const result = { kind: 'remote', address: this.toContentUrl(video.id), mediaType: 'video/mp4' } as const;
    return { kind: 'completed', result, costMicros: this.priceOf(request, video) };
  }

  async recall(attemptId: string, signal: AbortSignal): Promise<Recollection> {
    if (!this.settings.tagPrompts) return { kind: 'cannot-tell' };
    return recallFromList(attemptId, (cursor) => this.loadPage(cursor, signal));
  }

  async download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    const { baseUrl, apiKey } = this.settings;
    if (!address.startsWith(`${baseUrl}/`)) throw unretrievable(`is not at the gateway: ${address.slice(0, 200)}`);
    const headers = { authorization: `Bearer ${apiKey}` };
    return openResult({ url: new URL(address), headers, mayFollow: () => false, signal });
  }

  /** There is nothing to ask: to delete a video does not stop the making of it. */
  cancel(): Promise<void> {
    return Promise.resolve();
  }

  private async loadPage(after: string | null, signal: AbortSignal): Promise<ListPage> {
    const query = { limit: PAGE_SIZE, order: 'desc', ...(after !== null && { after }) } as const;
    return this.ask(async (fetch) => {
      const { data, has_more } = await connectOpenAi(this.settings, fetch).videos.list(query);
      // Not every gateway says whether there is more.
      const isFull = has_more || data.length >= PAGE_SIZE;
      return { entries: data.map(toEntry), next: isFull ? (data.at(-1)?.id ?? null) : null };
    }, signal);
  }

  private readFailure({ error }: Video): PollOutcome {
    const { message, code } = readOpenAiError(error);
    return this.toFailed(message, isContentCode(code));
  }

  private toContentUrl(videoId: string): string {
    return `${this.settings.baseUrl}/videos/${encodeURIComponent(videoId)}/content?variant=video`;
  }

  private priceOf({ model, seconds: asked, resolution }: VideoRequest, { seconds: made, created_at }: Video) {
    const seconds = Number(made) || asked;
    return priceOfClip(this.models, { model, seconds, resolution }, new Date(created_at * 1000));
  }
}

const SIZES = {
  small: { '16:9': '1280x720', '9:16': '720x1280' },
  large: { '16:9': '1792x1024', '9:16': '1024x1792' },
} as const satisfies Record<string, Record<string, VideoSize>>;

function toEntry({ id, prompt, created_at }: Video): ListPage['entries'][number] {
  return {
    operationId: id,
    attemptId: typeof prompt === 'string' ? readPromptTag(prompt) : undefined,
    createdAt: new Date(created_at * 1000),
  };
}

function toRetirement({ retiredOn, successors }: { retiredOn: string; successors: readonly string[] }): AppError {
  const words = `OpenAI ended its Videos API on ${retiredOn}; use ${successors.join(' or ')}`;
  return new AppError('MODEL_RETIRED', words, { details: { retiredOn, successors } });
}
