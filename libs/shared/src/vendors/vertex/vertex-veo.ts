import { AsyncLocalStorage } from 'node:async_hooks';
import { GenerateVideosOperation, type GenerateVideosParameters, GoogleGenAI } from '@google/genai';
import { AppError } from '@shared/errors/app-error';
import { readGoogleError } from '@shared/gemini/classify-gemini-error';
import { buildRefusal, END_KEYFRAME, isRefusal, PROMPT, START_KEYFRAME } from '@shared/gemini/content-refusal';
import { msUntilQuotaReset } from '@shared/gemini/quota-reset';
import type {
  PollOutcome,
  Provider,
  Recollection,
  SubmitContext,
  SubmitOutcome,
} from '@shared/generation/providers/provider';
import type { AdapterParts } from '../adapter-parts';
import type { Complaint } from '../classify-exchange';
import type { Came } from '../exchange';
import { JobVideo } from '../job-video';
import { unretrievable } from '../open-result';
import { priceOfClip } from '../price-of';
import type { Fetch } from '../vendor-provider';
import { type Frame, loadFrames, type VideoRequest } from '../video-request';
import { OutputFolder } from './output-folder';
import { ServiceAccountClient } from './service-account';
import { explainSupportCodes } from './support-codes';
import { toVertexSettings, type VertexSettings } from './vertex-env';

// https://docs.cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation
export class VertexVeo extends JobVideo<GenerateVideosParameters> {
  // Results are in a folder of ours, or in the answer.
  protected readonly hosts = /^$/;
  private readonly settings: VertexSettings;
  private readonly client: ServiceAccountClient;
  private readonly folder: OutputFolder | null;
  /** The `fetch` of the call that is under way. */
  private readonly asking = new AsyncLocalStorage<Fetch>();
  private sdk: GoogleGenAI | undefined;

  constructor(parts: AdapterParts<'video'>) {
    super(parts, parts.env.VERTEX_OUTPUT_PREFIX === undefined ? ['output-prefix'] : []);
    this.settings = toVertexSettings(parts.env, parts.secret);
    const { account, outputPrefix: prefix, storageUrl } = this.settings;
    this.client = new ServiceAccountClient(account);
    this.folder = prefix === undefined ? null : new OutputFolder({ prefix, storageUrl, client: this.client });
  }

  async compose(request: VideoRequest): Promise<GenerateVideosParameters> {
    const { model, prompt, seconds, aspectRatio, resolution } = request;
    const { first, last } = await loadFrames(this.parts.store, request);
    return {
      model,
      source: { prompt, image: toImage(first) },
      config: {
        numberOfVideos: 1,
        durationSeconds: seconds,
        aspectRatio,
        resolution,
        personGeneration: 'allow_adult',
        generateAudio: true,
        ...(last && { lastFrame: toImage(last) }),
      },
    };
  }

  protected async send(
    body: GenerateVideosParameters,
    { labels }: SubmitContext,
    fetch: Fetch,
  ): Promise<SubmitOutcome | undefined> {
    const outputGcsUri = this.folder?.prefixOf(labels.attempt);
    const config = { ...body.config, labels, ...(outputGcsUri !== undefined && { outputGcsUri }) };
    const { name } = await this.call(fetch, ({ models }) => models.generateVideos({ ...body, config }));
    return this.toAccepted(name);
  }

  protected async read(operationId: string, request: VideoRequest, signal: AbortSignal): Promise<PollOutcome> {
    // Found in its folder: of the operation behind it nobody knows the name, and nothing more is to be asked.
    if (operationId.startsWith('gs://')) return this.toCompleted({ address: operationId }, request);
    const operation = new GenerateVideosOperation();
    operation.name = operationId;
    const current = await this.ask(async (fetch) => {
      const asked = await this.call(fetch, ({ operations }) => operations.getVideosOperation({ operation }));
      return typeof asked.name === 'string' ? asked : undefined;
    }, signal);
    if (current.error) return { kind: 'failed', error: toFailure(current.error), costMicros: 0 };
    return current.done === true ? this.readEnd(current, request) : { kind: 'running' };
  }

  override async recall(attemptId: string, signal: AbortSignal): Promise<Recollection> {
    if (this.folder === null) return { kind: 'cannot-tell' };
    const [address, other] = await this.folder.list(attemptId, signal);
    if (other !== undefined) return { kind: 'cannot-tell' };
    return address === undefined ? { kind: 'nothing-yet' } : { kind: 'accepted', operationId: address };
  }

  override async download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    if (this.folder === null) throw unretrievable(`is in a bucket that is not ours: ${address.slice(0, 200)}`);
    return this.folder.open(address, signal);
  }

  /** Veo goes on to its end: nothing can be asked of it. */
  cancel(): Promise<void> {
    return Promise.resolve();
  }

  protected override readComplaint({ status, text, headers }: Extract<Came, { kind: 'answer' }>): Complaint {
    const { message, reason, retryAfterMs, perDay } = readGoogleError({ body: text, headers });
    return {
      message,
      isAboutContent: status === 400 && reason === '' && isRefusal(message),
      isRetired: status === 404 && /no longer available/i.test(message),
      isExhausted: perDay,
      retryAfterMs: perDay ? msUntilQuotaReset(new Date()) : retryAfterMs,
    };
  }

  private readEnd({ response }: GenerateVideosOperation, request: VideoRequest): PollOutcome {
    const video = response?.generatedVideos?.[0]?.video;
    if (video?.uri !== undefined) return this.toCompleted({ address: video.uri, mediaType: video.mimeType }, request);
    if (video?.videoBytes !== undefined) return this.toInline(video.videoBytes, video.mimeType, request);
    if ((response?.raiMediaFilteredCount ?? 0) > 0)
      return { kind: 'failed', error: toRefusal(response?.raiMediaFilteredReasons ?? []), costMicros: 0 };
    // It delivers less than was asked for without a word, and says nothing of the bill.
    const error = new AppError('PROVIDER_FAILED', 'Vertex delivered 0 of 1 video, and gave no reason');
    return { kind: 'failed', error, costMicros: null };
  }

  private toInline(base64: string, mediaType = 'video/mp4', request: VideoRequest): PollOutcome {
    const costMicros = priceOfClip(this.parts.models, request, new Date());
    return {
      kind: 'completed',
      result: { kind: 'inline', bytes: Buffer.from(base64, 'base64'), mediaType },
      costMicros,
    };
  }

  // Made once: whenever it is made it writes to the log that it takes no key from the environment.
  private connect(): GoogleGenAI {
    const { project, location, baseUrl } = this.settings;
    return new GoogleGenAI({
      enterprise: true,
      project,
      location,
      apiVersion: 'v1beta1',
      httpOptions: {
        baseUrl,
        fetch: (...asked: Parameters<Fetch>) => (this.asking.getStore() ?? throwOnNoCall())(...asked),
      },
      googleAuthOptions: { authClient: this.client },
    });
  }

  private call<T>(fetch: Fetch, use: (sdk: GoogleGenAI) => Promise<T>): Promise<T> {
    const sdk = (this.sdk ??= this.connect());
    return this.asking.run(fetch, () => use(sdk));
  }
}

function throwOnNoCall(): never {
  throw new Error('the SDK asks outside of a call');
}

function toImage({ bytes, mediaType }: Frame): { imageBytes: string; mimeType: string } {
  return { imageBytes: bytes.toString('base64'), mimeType: mediaType };
}

function toFailure(error: Record<string, unknown>): AppError {
  const words = typeof error['message'] === 'string' ? error['message'] : JSON.stringify(error);
  if (isRefusal(words)) return toRefusal([words]);
  return new AppError('PROVIDER_FAILED', `the operation failed at Vertex: ${words.slice(0, 500)}`);
}

function toRefusal(reasons: readonly string[]): AppError {
  const words = reasons.join('; ');
  const meanings = explainSupportCodes(words);
  const plain = meanings.length === 0 ? words : `it ${meanings.join(' and ')}. ${words}`;
  return buildRefusal(plain, [PROMPT, START_KEYFRAME, END_KEYFRAME], 'Vertex');
}
