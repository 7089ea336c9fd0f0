/* eslint-disable @typescript-eslint/no-deprecated -- OpenAI's own service has ended; gateways still speak its wire */
import { toFile } from 'openai';
import type { Video, VideoCreateParams, VideoSeconds, VideoSize } from 'openai/resources/videos';
import { AppError } from '@shared/errors/app-error';
import type { PollOutcome, Provider, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import type { AdapterParts } from '../adapter-parts';
import { JobVideo } from '../job-video';
import type { VideoModel } from '../model-capabilities';
import { connectOpenAi } from '../openai-dialect';
import { unretrievable } from '../open-result';
import type { ListPage } from '../recall-from-list';
import { traceHeaders } from '../trace-headers';
import { isContentCode, readUsualError } from '../usual-complaint';
import type { Fetch } from '../vendor-provider';
import { loadImage, type VideoRequest } from '../video-request';
import { readPromptTag, tagPrompt } from './prompt-tag';

const PAGE_SIZE = 100;

// The shape of OpenAI's Videos API before 2026-09-24
export class OpenAiVideos extends JobVideo<VideoCreateParams> {
  // A gateway hands the bytes out itself.
  protected readonly hosts = /^$/;
  protected override readonly downloadHeaders = this.parts.headers;
  private readonly tagPrompts = this.parts.env.OPENAI_VIDEOS_TAG_PROMPTS;
  private readonly retirement = findRetirement(this.parts.models);

  constructor(parts: AdapterParts<'video'>) {
    super(parts, parts.env.OPENAI_VIDEOS_TAG_PROMPTS ? [] : ['list']);
  }

  async compose(request: VideoRequest): Promise<VideoCreateParams> {
    const { model, prompt, seconds, aspectRatio, resolution } = request;
    const { bytes, mediaType: type } = await loadImage(this.parts.store, request.firstFrame);
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
    const prompt = this.tagPrompts ? tagPrompt(body.prompt, attempt) : body.prompt;
    const headers = traceHeaders(attempt);
    const created = await connectOpenAi(this.parts, fetch).videos.create({ ...body, prompt }, { headers });
    return this.toAccepted((created as Partial<Video>).id);
  }

  protected async read(operationId: string, request: VideoRequest, signal: AbortSignal): Promise<PollOutcome> {
    const video = await this.ask(async (fetch) => {
      const asked = await connectOpenAi(this.parts, fetch).videos.retrieve(operationId);
      return typeof (asked as Partial<Video>).status === 'string' ? asked : undefined;
    }, signal);
    if (video.status === 'failed') return this.readFailure(video);
    if (video.status !== 'completed') return { kind: 'running' };
    const made = { seconds: Number(video.seconds) || undefined, at: new Date(video.created_at * 1000) };
    return this.toCompleted({ ...made, address: this.toContentUrl(video.id) }, request);
  }

  override async download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    const { baseUrl } = this.parts;
    if (!address.startsWith(`${baseUrl}/`)) throw unretrievable(`is not at the gateway: ${address.slice(0, 200)}`);
    return super.download(address, signal);
  }

  /** There is nothing to ask: to delete a video does not stop the making of it. */
  cancel(): Promise<void> {
    return Promise.resolve();
  }

  protected override async loadPage(after: string | null, signal: AbortSignal): Promise<ListPage> {
    const query = { limit: PAGE_SIZE, order: 'desc', ...(after !== null && { after }) } as const;
    return this.ask(async (fetch) => {
      const { data, has_more } = await connectOpenAi(this.parts, fetch).videos.list(query);
      // Not every gateway says whether there is more.
      const isFull = has_more || data.length >= PAGE_SIZE;
      return { entries: data.map(toEntry), next: isFull ? (data.at(-1)?.id ?? null) : null };
    }, signal);
  }

  private readFailure({ error }: Video): PollOutcome {
    const { message, code } = readUsualError({ error });
    return this.toFailed(message, isContentCode(code));
  }

  private toContentUrl(videoId: string): string {
    return `${this.parts.baseUrl}/videos/${encodeURIComponent(videoId)}/content?variant=video`;
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

function findRetirement(models: readonly VideoModel[]): AppError | null {
  const lifecycle = models[0]?.lifecycle;
  if (lifecycle?.phase !== 'retired') return null;
  const { retiredOn, successors } = lifecycle;
  const words = `OpenAI ended its Videos API on ${retiredOn}; use ${successors.join(' or ')}`;
  return new AppError('MODEL_RETIRED', words, { details: { retiredOn, successors } });
}
