import { createHash, randomBytes } from 'node:crypto';
import type { Brief } from '../briefs/brief';
import { type Kind, findKindOfModel, isRetiredModel } from '../catalogue/models';
import type { SimulatorConfig } from '../config';
import type { Fault } from '../faults/fault';
import type { FaultBook } from '../faults/fault-book';
import { strikeAfterAccept, strikeBeforeAccept } from '../faults/strike';
import { drawLatencyMs } from '../latency/latency';
import type { Ledger } from '../ledger/ledger';
import type { Offers } from '../offers/offers';
import { quotaExceeded } from '../wire/quota-errors';
import { invalidRequest, retiredModel, unknownModel } from '../wire/wire-error';
import { costOf, usageOf } from './cost';
import type { Operation, Usage, WebhookConfig } from './operation';
import type { Operations } from './operations';

export interface AdmissionOptions {
  config: SimulatorConfig;
  ledger: Ledger;
  operations: Operations;
  offers: Offers;
  faults: FaultBook;
  now: () => number;
  random: () => number;
}

/** What one POST asks for, whichever door it came through. */
export interface Order {
  surface: Operation['surface'];
  model: string;
  labels: Record<string, string>;
  background: boolean;
  rawBody: unknown;
  brief: Brief;
  idempotencyKey?: string | undefined;
  webhook?: WebhookConfig | undefined;
  outputPrefix?: string | undefined;
  /** Of a vendor with ids and prices of its own. */
  id?: string;
  priceOf?: (usage: Usage) => number;
}

const SATURATED_RETRY_SECONDS = 2;
const NEVER_MS = 100 * 365 * 24 * 3_600_000;

/** The way from a POST to an accepted operation: retired models, faults and limits turn it away before anything is owed. */
export class Admission {
  constructor(private readonly options: AdmissionOptions) {}

  /** Counts the POST, whatever becomes of it. */
  countPost(labels: unknown): void {
    const attempt = (labels as Record<string, unknown> | null | undefined)?.['attempt'];
    const name = typeof attempt === 'string' ? attempt : null;
    void this.options.ledger.write({ row: 'post', atMs: this.options.now(), attempt: name });
  }

  findKind(model: string, method: string): Kind {
    if (isRetiredModel(model)) throw retiredModel(model);
    const kind = findKindOfModel(model);
    if (kind === null) throw unknownModel(model, method);
    return kind;
  }

  async accept(order: Order): Promise<Operation> {
    const { brief, model } = order;
    const target = { operation: 'submit', kind: brief.kind, model, prompt: brief.prompt } as const;
    const fault = this.options.faults.take(target);
    await strikeBeforeAccept(fault, target);
    // From here to the booking nothing waits, so of two that come at once the second finds the first.
    const operation = this.findByKey(order) ?? this.build(order, fault);
    if (!this.options.ledger.operations.has(operation.id)) {
      this.throwOnSaturation(brief.kind, model);
      await this.options.operations.accept(operation);
    }
    await strikeAfterAccept(fault);
    return operation;
  }

  private findByKey({ idempotencyKey, rawBody }: Order): Operation | null {
    if (idempotencyKey === undefined || !this.options.offers.has('idempotency')) return null;
    const earlier = this.options.ledger.operationsByKey.get(idempotencyKey);
    if (earlier === undefined) return null;
    if (earlier.requestHash === hashRequest(rawBody)) return earlier;
    throw invalidRequest(`Idempotency-Key ${idempotencyKey} was used for another request.`);
  }

  private throwOnSaturation(kind: Kind, model: string): void {
    const { maxInFlight, timeScale } = this.options.config;
    const limit = maxInFlight[model] ?? maxInFlight['*'];
    if (limit === undefined || this.options.operations.countInFlight(model) < limit) return;
    const retryDelaySeconds = Math.max(0.05, SATURATED_RETRY_SECONDS * timeScale);
    throw quotaExceeded({ window: 'minute', kind, model, retryDelaySeconds, form: 'body' });
  }

  private build(order: Order, fault: Fault | null): Operation {
    const { surface, model, labels, background, brief, idempotencyKey, webhook, outputPrefix } = order;
    const acceptedAtMs = this.options.now();
    const { latency, timeScale } = this.options.config;
    const latencyMs = drawLatencyMs(latency[brief.kind], this.options.random) * timeScale + delayOf(fault);
    const name = fault?.fault;
    const spoiling = name === 'max-tokens' || name === 'invalid-json' ? name : null;
    const usage = usageOf(brief, spoiling);
    return {
      id: order.id ?? (surface === 'interaction' ? `v1_${randomId(40)}` : randomId(24)),
      surface,
      kind: brief.kind,
      model,
      labels,
      requestHash: hashRequest(order.rawBody),
      brief,
      background,
      verdict: name === 'refuse' ? 'refused' : name === 'fail' ? 'failed' : 'completed',
      spoiling,
      usage,
      costMicros: order.priceOf?.(usage) ?? costOf(model, brief, spoiling, new Date(acceptedAtMs)),
      acceptedAtMs,
      readyAtMs: acceptedAtMs + Math.round(latencyMs),
      idempotencyKey,
      webhook,
      outputPrefix,
      flagged: fault?.flagged,
      end: null,
    };
  }
}

function delayOf(fault: Fault | null): number {
  if (fault?.fault === 'never-finish') return NEVER_MS;
  return fault?.fault === 'late' ? fault.delayMs : 0;
}

// Two POSTs that order the same differ at most in their labels and in where they want to be called back.
function hashRequest(rawBody: unknown): string {
  const essence = { ...(rawBody as Record<string, unknown>), labels: null, webhook_config: null };
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}

function randomId(length: number): string {
  return Array.from(randomBytes(length), (byte) => (byte % 36).toString(36)).join('');
}
