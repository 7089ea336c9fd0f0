import { FileState, GoogleGenAI } from '@google/genai';
import type { Micros } from '@shared/contracts/money';
import { AppError } from '@shared/errors/app-error';
import { NoPriceError } from '@shared/vendors/prices';
import {
  type GenerationResult,
  type Offer,
  type PollOutcome,
  Provider,
  type Recollection,
  type SubmitContext,
  type SubmitOutcome,
} from '@shared/generation/providers/provider';
import { classifyGeminiError } from './classify-gemini-error';
import { downloadFile, fileNameOf } from './files';
import type { GeminiSettings } from './gemini-env';
import type { CreateInteraction, Interaction } from './interaction';
import { buildEmptiness, buildFailure } from './read-interaction';
import { recallInteraction } from './recall-interaction';
import { recallOutput } from './recall-output';
import { sendOnce } from '@shared/vendors/send-once';
import { toTraceable } from './to-traceable';

/** What the SDK would do four times over, and pay for each time. */
const ONCE = { maxRetries: 0 } as const;

/**
 * Text, images and video over the Interactions API, always in the background: the answer to the POST is an id, and whoever
 * knows the id can ask for the result after any crash. A blocking call would lose a paid result with its connection.
 */
export abstract class InteractionProvider<Request> extends Provider<Request, CreateInteraction> {
  readonly name = 'gemini';
  readonly offers: ReadonlySet<Offer>;

  constructor(private readonly settings: GeminiSettings) {
    super();
    this.offers = listOffers(settings);
  }

  /** What is sent, by its name for a reader and in the order in which it is sent. */
  protected abstract readonly inputs: readonly string[];
  /** The result in an interaction; null when there is none in it. */
  protected abstract readResult(interaction: Interaction): GenerationResult | null;
  /** By what the provider reports. Throws a NoPriceError where there is no price for that. */
  protected abstract costOf(interaction: Interaction, request: Request): Micros;

  async submit(body: CreateInteraction, context: SubmitContext): Promise<SubmitOutcome> {
    const { signal, idempotencyKey, isStillMine } = context;
    if (signal.aborted || !isStillMine())
      return { kind: 'not-sent', error: new AppError('PROVIDER_TIMEOUT', 'no time was left to send the request') };
    try {
      const headers = this.settings.idempotency ? { 'idempotency-key': idempotencyKey } : {};
      const traceable = toTraceable(body, context, this.settings.outputs);
      const { id } = await this.connect(signal).interactions.create(traceable, { ...ONCE, signal, headers });
      if (typeof id === 'string' && id !== '') return { kind: 'accepted', operationId: id };
      return {
        kind: 'ambiguous',
        error: new AppError('PROVIDER_FAILED', 'Gemini accepted without naming an interaction'),
      };
    } catch (error) {
      return classifyGeminiError(error, new Date(), this.inputs);
    }
  }

  async poll(operationId: string, request: Request, signal: AbortSignal): Promise<PollOutcome> {
    try {
      const interaction = await this.connect(signal).interactions.get(operationId, null, { ...ONCE, signal });
      return await this.read(interaction, request, signal);
    } catch (error) {
      return { kind: 'unreadable', error: classifyGeminiError(error, new Date()).error };
    }
  }

  async recall(attemptId: string, signal: AbortSignal): Promise<Recollection> {
    const { recallUrl, outputs } = this.settings;
    const output = outputs && (await recallOutput(attemptId, outputs, signal));
    if (output?.kind === 'accepted' || recallUrl === undefined) return output ?? { kind: 'cannot-tell' };
    return recallInteraction(recallUrl, attemptId, signal);
  }

  download(address: string, signal: AbortSignal): ReturnType<Provider['download']> {
    return downloadFile(address, this.settings, signal);
  }

  async cancel(operationId: string, signal: AbortSignal): Promise<void> {
    try {
      await this.connect(signal).interactions.cancel(operationId, null, { ...ONCE, signal });
    } catch (error) {
      throw classifyGeminiError(error, new Date()).error;
    }
  }

  // For one call: what the SDK makes of a signal reaches nobody any more once its own request is swept away.
  private connect(signal: AbortSignal): GoogleGenAI {
    const { apiKey, baseUrl } = this.settings;
    const fetch: typeof sendOnce = (input, init) => sendOnce(input, { ...init, signal });
    return new GoogleGenAI({ apiKey, apiVersion: 'v1beta', httpOptions: { baseUrl, fetch } });
  }

  private async read(interaction: Interaction, request: Request, signal: AbortSignal): Promise<PollOutcome> {
    switch (interaction.status) {
      case 'completed':
        return this.readCompleted(interaction, request, signal);
      case 'cancelled':
        return { kind: 'cancelled' };
      case 'incomplete':
        // Cut off, and paid for: whoever asked can mend it, and need not begin anew.
        return this.readResult(interaction) === null
          ? this.readFailed(interaction, request)
          : this.readCompleted(interaction, request, signal);
      case 'failed':
      case 'budget_exceeded':
      case 'requires_action':
        return this.readFailed(interaction, request);
      default:
        return { kind: 'running' };
    }
  }

  private readFailed(interaction: Interaction, request: Request): PollOutcome {
    const error = buildFailure(interaction, this.inputs);
    return { kind: 'failed', error, costMicros: this.priceOf(interaction, request) };
  }

  private async readCompleted(interaction: Interaction, request: Request, signal: AbortSignal): Promise<PollOutcome> {
    const costMicros = this.priceOf(interaction, request);
    const result = this.readResult(interaction);
    if (result === null)
      return { kind: 'failed', error: buildEmptiness(interaction, this.inputs, costMicros !== 0), costMicros };
    const file = result.kind === 'remote' ? await this.findFile(result.address, signal) : null;
    if (file === FileState.PROCESSING) return { kind: 'running' };
    if (file !== FileState.FAILED) return { kind: 'completed', result, costMicros };
    const error = new AppError('PROVIDER_FAILED', 'Gemini could not make a file of the result');
    return { kind: 'failed', error, costMicros };
  }

  // Without a price the poll is as good as any: what was held counts.
  private priceOf(interaction: Interaction, request: Request): Micros | null {
    try {
      return this.costOf(interaction, request);
    } catch (error) {
      if (error instanceof NoPriceError) return null;
      throw error;
    }
  }

  // The interaction is completed a moment before its file can be read. Of one that is gone, the download says so.
  private async findFile(address: string, signal: AbortSignal): Promise<FileState | null> {
    const name = fileNameOf(address);
    if (name === null) return null;
    try {
      return (await this.connect(signal).files.get({ name, config: { abortSignal: signal } })).state ?? null;
    } catch (thrown) {
      const { kind, error } = classifyGeminiError(thrown, new Date());
      if (kind === 'refused' && error.retryAfterMs === undefined) return null;
      throw thrown;
    }
  }
}

function listOffers({ idempotency, outputs, recallUrl }: GeminiSettings): ReadonlySet<Offer> {
  const offers: [Offer, boolean][] = [
    ['idempotency-key', idempotency === true],
    ['webhook', true],
    ['output-prefix', outputs !== undefined],
    ['list', recallUrl !== undefined],
  ];
  return new Set(offers.flatMap(([offer, isOffered]) => (isOffered ? [offer] : [])));
}
