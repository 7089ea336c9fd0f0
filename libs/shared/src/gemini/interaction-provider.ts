import { FileState, GoogleGenAI, type Interactions } from '@google/genai';
import type { Micros } from '@shared/contracts/money';
import { AppError } from '@shared/errors/app-error';
import {
  type GenerationResult,
  type Offer,
  type PollOutcome,
  Provider,
  type Recollection,
  type SubmitContext,
  type SubmitOutcome,
} from '@shared/generation/provider';
import { classifyGeminiError } from './classify-gemini-error';
import { downloadFile, fileNameOf } from './files';
import type { GeminiSettings } from './gemini-env';
import { recallInteraction } from './recall-interaction';
import { recallOutput } from './recall-output';
import { sendOnce } from './send-once';
import { toTraceable } from './to-traceable';

export type CreateInteraction = Omit<
  Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming,
  'background' | 'labels' | 'store' | 'stream'
>;
export type Interaction = Interactions.Interaction;

/** What the SDK would do four times over, and pay for each time. */
const ONCE = { maxRetries: 0 } as const;

/**
 * Text, images and video over the Interactions API, always in the background: the answer to the POST is an id, and whoever
 * knows the id can ask for the result after any crash. A blocking call would lose a paid result with its connection.
 */
export abstract class InteractionProvider<Request> extends Provider<Request, CreateInteraction> {
  readonly name = 'gemini';
  readonly offers: ReadonlySet<Offer>;
  private readonly client: GoogleGenAI;

  constructor(private readonly settings: GeminiSettings) {
    super();
    this.offers = listOffers(settings);
    this.client = new GoogleGenAI({
      apiKey: settings.apiKey,
      apiVersion: 'v1beta',
      httpOptions: { baseUrl: settings.baseUrl, fetch: sendOnce },
    });
  }

  /** The result in a completed interaction; null when there is none in it. */
  protected abstract readResult(interaction: Interaction): GenerationResult | null;
  protected abstract costOf(interaction: Interaction, request: Request): Micros;

  async submit(body: CreateInteraction, context: SubmitContext): Promise<SubmitOutcome> {
    const { signal, idempotencyKey, isStillMine } = context;
    if (signal.aborted || !isStillMine())
      return { kind: 'not-sent', error: new AppError('PROVIDER_TIMEOUT', 'no time was left to send the request') };
    try {
      const headers = this.settings.idempotency ? { 'idempotency-key': idempotencyKey } : {};
      const traceable = toTraceable(body, context, this.settings.outputs);
      const { id } = await this.client.interactions.create(traceable, { ...ONCE, signal, headers });
      if (typeof id === 'string' && id !== '') return { kind: 'accepted', operationId: id };
      return {
        kind: 'ambiguous',
        error: new AppError('PROVIDER_FAILED', 'Gemini accepted without naming an interaction'),
      };
    } catch (error) {
      return classifyGeminiError(error, new Date());
    }
  }

  async poll(operationId: string, request: Request, signal: AbortSignal): Promise<PollOutcome> {
    try {
      const interaction = await this.client.interactions.get(operationId, null, { ...ONCE, signal });
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
      await this.client.interactions.cancel(operationId, null, { ...ONCE, signal });
    } catch (error) {
      throw classifyGeminiError(error, new Date()).error;
    }
  }

  private async read(interaction: Interaction, request: Request, signal: AbortSignal): Promise<PollOutcome> {
    switch (interaction.status) {
      case 'completed':
        return this.readCompleted(interaction, request, signal);
      case 'cancelled':
        return { kind: 'cancelled' };
      case 'failed':
      case 'incomplete':
      case 'budget_exceeded':
      case 'requires_action':
        return { kind: 'failed', error: buildFailure(interaction), costMicros: this.costOf(interaction, request) };
      default:
        return { kind: 'running' };
    }
  }

  // A refusal comes as a completed interaction with nothing but words in it.
  private async readCompleted(interaction: Interaction, request: Request, signal: AbortSignal): Promise<PollOutcome> {
    const costMicros = this.costOf(interaction, request);
    const result = this.readResult(interaction);
    if (result === null) return { kind: 'failed', error: buildRefusal(interaction), costMicros };
    if (result.kind === 'remote' && !(await this.isServed(result.address, signal))) return { kind: 'running' };
    return { kind: 'completed', result, costMicros };
  }

  // The interaction is completed a moment before its file can be read.
  private async isServed(address: string, signal: AbortSignal): Promise<boolean> {
    const name = fileNameOf(address);
    if (name === null) return true;
    const file = await this.client.files.get({ name, config: { abortSignal: signal } });
    return file.state !== FileState.PROCESSING;
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

/** When it was bought. A time that cannot be read must not cost the result. */
export function boughtAt({ created }: Interaction): Date {
  const at = new Date(created ?? '');
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** All parts of one kind that the model put out, in order. */
export function outputsOf(interaction: Interaction): Interactions.Content[] {
  return (interaction.steps ?? []).flatMap((step) => (step.type === 'model_output' ? (step.content ?? []) : []));
}

function buildFailure({ status, errors }: Interaction): AppError {
  const reasons = (errors ?? []).map(({ message }) => message ?? '').filter(Boolean);
  const message = `the interaction ended as ${status}${reasons.length > 0 ? `: ${reasons.join('; ').slice(0, 500)}` : ''}`;
  return new AppError('PROVIDER_FAILED', message);
}

function buildRefusal(interaction: Interaction): AppError {
  const words = outputsOf(interaction).flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return new AppError(
    'PROVIDER_REFUSED_CONTENT',
    `Gemini gave words instead of a result: ${words.join(' ').slice(0, 500)}`,
  );
}
