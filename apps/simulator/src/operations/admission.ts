import { createHash, randomBytes } from 'node:crypto';
import type { Brief } from '../briefs/brief';
import { type Kind, findKindOfModel, isRetiredModel } from '../catalogue/models';
import type { SimulatorConfig } from '../config';
import type { Fault } from '../faults/fault';
import type { FaultBook } from '../faults/fault-book';
import { strikeAfterAccept, strikeBeforeAccept } from '../faults/strike';
import { drawLatencyMs } from '../latency/latency';
import type { Ledger } from '../ledger/ledger';
import { quotaExceeded } from '../wire/quota-errors';
import { retiredModel, unknownModel } from '../wire/wire-error';
import { costOf, usageOf } from './cost';
import type { Operation } from './operation';
import type { Operations } from './operations';

export interface AdmissionOptions {
  config: SimulatorConfig;
  ledger: Ledger;
  operations: Operations;
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
}

const SATURATED_RETRY_SECONDS = 2;

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
    this.throwOnSaturation(brief.kind, model);

    const operation = this.build(order, fault);
    await this.options.operations.accept(operation);
    await strikeAfterAccept(fault);
    return operation;
  }

  private throwOnSaturation(kind: Kind, model: string): void {
    const { maxInFlight, timeScale } = this.options.config;
    const limit = maxInFlight[model] ?? maxInFlight['*'];
    if (limit === undefined || this.options.operations.countInFlight(model) < limit) return;
    const retryDelaySeconds = Math.max(0.05, SATURATED_RETRY_SECONDS * timeScale);
    throw quotaExceeded({ window: 'minute', kind, model, retryDelaySeconds, sendsHeader: false });
  }

  private build(order: Order, fault: Fault | null): Operation {
    const { surface, model, labels, background, brief } = order;
    const acceptedAtMs = this.options.now();
    const { latency, timeScale } = this.options.config;
    const latencyMs = drawLatencyMs(latency[brief.kind], this.options.random) * timeScale;
    const name = fault?.fault;
    const spoiling = name === 'max-tokens' || name === 'invalid-json' ? name : null;
    return {
      id: surface === 'interaction' ? `v1_${randomId(40)}` : randomId(24),
      surface,
      kind: brief.kind,
      model,
      labels,
      requestHash: hashRequest(order.rawBody),
      brief,
      background,
      verdict: name === 'refuse' ? 'refused' : name === 'fail' ? 'failed' : 'completed',
      spoiling,
      usage: usageOf(brief, spoiling),
      costMicros: costOf(model, brief, spoiling, new Date(acceptedAtMs)),
      acceptedAtMs,
      readyAtMs: acceptedAtMs + Math.round(latencyMs),
      end: null,
    };
  }
}

// Two POSTs that order the same differ at most in their labels and in where they want to be called back.
function hashRequest(rawBody: unknown): string {
  const essence = { ...(rawBody as Record<string, unknown>), labels: null, webhook_config: null };
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}

function randomId(length: number): string {
  return Array.from(randomBytes(length), (byte) => (byte % 36).toString(36)).join('');
}
