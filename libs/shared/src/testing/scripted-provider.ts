import { Readable } from 'node:stream';
import type { Micros } from '@shared/contracts/money';
import { AppError } from '@shared/errors/app-error';
import {
  type Offer,
  type PollOutcome,
  Provider,
  type Recollection,
  type SubmitContext,
  type SubmitOutcome,
} from '@shared/generation/providers/provider';

type Script<Outcome> = (call: number) => Outcome | Promise<Outcome>;

/** A vendor that does as it is told, and counts what reaches it. Every accepted submit is an operation that costs `costMicros`. */
export class ScriptedProvider extends Provider {
  readonly name = 'scripted';
  readonly offers = new Set<Offer>();
  readonly submitted: string[] = [];
  readonly submitTimes: number[] = [];
  readonly accepted: string[] = [];
  readonly polled: string[] = [];
  readonly downloaded: string[] = [];
  readonly cancelled: string[] = [];
  mostInFlight = 0;
  costMicros: Micros = 100;
  /** Throws where an input of the n-th request cannot be had. */
  onCompose: Script<void> = () => undefined;
  /** What to answer to the n-th submit, from 1; accepts when it says nothing. */
  onSubmit: Script<SubmitOutcome | undefined> = () => undefined;
  /** What to answer to the n-th poll, from 1; completed when it says nothing. */
  onPoll: Script<PollOutcome | undefined> = () => undefined;
  /** What it knows of an attempt; keeps no list unless told otherwise. */
  onRecall: (attemptId: string) => Recollection = () => ({ kind: 'cannot-tell' });
  /** The bytes that the n-th download gives, from 1; throws where they cannot be had. */
  onDownload: (call: number) => Buffer = () => Buffer.from('result');
  promisedBytes: number | null = null;
  private composed = 0;
  private readonly inFlight = new Set<string>();

  async compose(request: unknown): Promise<unknown> {
    await this.onCompose(++this.composed);
    return request;
  }

  async submit(_body: unknown, { labels, isStillMine }: SubmitContext): Promise<SubmitOutcome> {
    if (!isStillMine()) return { kind: 'not-sent', error: new AppError('PROVIDER_TIMEOUT', 'too late to send') };
    this.submitTimes.push(performance.now());
    const scripted = await this.onSubmit(this.submitted.push(labels.attempt));
    if (scripted) return scripted;
    const operationId = `op-${labels.attempt}`;
    this.accepted.push(operationId);
    this.inFlight.add(operationId);
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight.size);
    return { kind: 'accepted', operationId };
  }

  async poll(operationId: string): Promise<PollOutcome> {
    const scripted = await this.onPoll(this.polled.push(operationId));
    if (scripted?.kind !== 'running') this.inFlight.delete(operationId);
    if (scripted) return scripted;
    return {
      kind: 'completed',
      result: { kind: 'remote', address: operationId, mediaType: 'text/plain' },
      costMicros: this.costMicros,
    };
  }

  async download(address: string): Promise<{ stream: Readable; bytes: number | null }> {
    return { stream: Readable.from([this.onDownload(this.downloaded.push(address))]), bytes: this.promisedBytes };
  }

  async recall(attemptId: string): Promise<Recollection> {
    return this.onRecall(attemptId);
  }

  async cancel(operationId: string): Promise<void> {
    this.cancelled.push(operationId);
  }
}
