import type { Readable } from 'node:stream';
import type { Micros } from '@shared/contracts/money';
import type { AppError } from '@shared/errors/app-error';

/** By what the provider reports; null where no price is known for that, and the held price counts. */
export type Cost = Micros | null;

/** What came of the one POST that an attempt may send. */
export type SubmitOutcome =
  /** The provider has the work; `operationId` is how to ask for it. */
  | { kind: 'accepted'; operationId: string }
  /** Answered at once, with the result. */
  | { kind: 'completed'; operationId: string | null; result: GenerationResult; costMicros: Cost }
  /** Answered at once, with a failure that is not a refusal of the request. */
  | { kind: 'failed'; error: AppError; costMicros: Cost }
  /** Definitely nothing was created: a 4xx, a well-formed refusal. */
  | { kind: 'refused'; error: AppError }
  /** Definitely not a byte reached the provider. */
  | { kind: 'not-sent'; error: AppError }
  /** Anything else. The work may exist and may be paid. */
  | { kind: 'ambiguous'; error: AppError };

export type PollOutcome =
  | { kind: 'running' }
  | { kind: 'completed'; result: GenerationResult; costMicros: Cost }
  /** The operation is over and has no usable result. `costMicros` is 0 where it is not billed. */
  | { kind: 'failed'; error: AppError; costMicros: Cost }
  | { kind: 'cancelled' }
  /** The question could not be asked or the answer not be read. Says nothing about the operation or about money. */
  | { kind: 'unreadable'; error: AppError };

/** Bytes in the answer, or an address to read them from. */
export type GenerationResult =
  { kind: 'inline'; bytes: Buffer; mediaType: string } | { kind: 'remote'; address: string; mediaType: string };

/** What a provider knows of an attempt whose answer never reached us. */
export type Recollection =
  | { kind: 'accepted'; operationId: string }
  /** It keeps a list in which the attempt would be, and is not. */
  | { kind: 'never-accepted' }
  /** Nothing that it made is there, which proves nothing as long as it may still be at work. */
  | { kind: 'nothing-yet' }
  /** It keeps none: policy decides. */
  | { kind: 'cannot-tell' };

/** How a provider can tell what became of a submit whose answer was lost. */
export type Offer =
  /** Sent again under the same key, a request is answered with the operation that it has begun, and begins no other. */
  | 'idempotency-key'
  /** It names the operation, with our token, when that ends. */
  | 'webhook'
  /** What an attempt made lies under a prefix of its own. */
  | 'output-prefix'
  /** It lists its recent operations with our labels. */
  | 'list';

export interface SubmitContext {
  /** Goes to the provider wherever it takes a label of ours, so that its records can be matched with ours. */
  labels: Record<'attempt' | 'unit' | 'film', string>;
  /** The same for each send of one attempt; used where the provider offers it. */
  idempotencyKey: string;
  /** Where the provider shall tell of the operation's end, and what it shall hand back with that. */
  webhook?: { url: string; metadata: Record<string, string> };
  /** Asked right before the first byte: whoever is late by then sends nothing. */
  isStillMine: () => boolean;
  signal: AbortSignal;
}

/**
 * One model family at one vendor. A provider translates and maps failures. It holds no retry, no SQL, no waiting: when to
 * ask again, and whether, is decided by the engine.
 */
export abstract class Provider<Request = unknown, Body = unknown> {
  abstract readonly name: string;
  abstract readonly offers: ReadonlySet<Offer>;

  /** Builds what is sent: reads images and the like. Throws an AppError where an input cannot be had. Asks the provider nothing. */
  abstract compose(request: Request, signal: AbortSignal): Promise<Body>;

  /** Sends at most one POST. Never throws for anything that a provider or a network can do. */
  abstract submit(body: Body, context: SubmitContext): Promise<SubmitOutcome>;

  /** Looks an attempt up by its output prefix or its label. Throws an AppError where there is a record that can't be read now. */
  abstract recall(attemptId: string, signal: AbortSignal): Promise<Recollection>;

  /** Asks once. May be repeated at any time, by any process that knows the id. */
  abstract poll(operationId: string, request: Request, signal: AbortSignal): Promise<PollOutcome>;

  /** Opens the bytes behind a remote result. Throws an AppError where they cannot be had now. */
  abstract download(address: string, signal: AbortSignal): Promise<{ stream: Readable; bytes: number | null }>;

  /** Asks the provider to stop. Best effort: what came of it is told by the next poll. */
  abstract cancel(operationId: string, signal: AbortSignal): Promise<void>;
}
