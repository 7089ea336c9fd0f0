import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults/fault';
import type { FaultBook } from '../faults/fault-book';
import type { Ledger } from '../ledger/ledger';
import type { Offers } from '../offers/offers';
import type { Operation, Surface } from '../operations/operation';
import { buildMessage, type Message, signByKey, signBySecrets, type ToHeaders } from './build-message';
import type { SigningKey } from './signing-key';

/** How a vendor with addresses in single requests only tells of an end. */
export interface VendorWebhooks {
  build: (operation: Operation) => Message;
  toHeaders: ToHeaders;
}

export interface WebhookSenderOptions {
  ledger: Ledger;
  faults: FaultBook;
  offers: Offers;
  key: SigningKey;
  vendors: Partial<Record<Surface, VendorWebhooks>>;
  now: () => number;
  timeScale: number;
}

/** One POST to one address. */
export interface Delivery {
  webhookId: string;
  operationId: string;
  attempt: string | null;
  uri: string;
  type: string;
  /** Null when nothing was answered. */
  status: number | null;
  at: string;
}

interface Target {
  uri: string;
  toHeaders: ToHeaders;
}

const WAITS_MS = [1000, 5000, 25_000, 60_000];
const SHORTEST_WAIT_MS = 50;
const ANSWER_WITHIN_MS = 15_000;
const STALE_MS = 600_000;

/** Tells the ends of operations at least once: again and again until somebody answers 2xx, or nobody does for a while. */
export class WebhookSender {
  readonly deliveries: Delivery[] = [];
  private readonly stopping = new AbortController();

  constructor(private readonly options: WebhookSenderOptions) {}

  /** Never throws, and nobody waits for it. */
  announce(operation: Operation): void {
    const vendor = this.options.vendors[operation.surface];
    const isTold = vendor !== undefined || operation.surface === 'interaction';
    if (!this.options.offers.has('webhooks') || !isTold) return;
    const message = vendor ? vendor.build(operation) : buildMessage(operation);
    for (const target of this.targetsOf(operation, message)) {
      void this.send(operation, message, target).catch(() => undefined);
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  // Addresses in the request are used instead of the registered ones.
  private targetsOf({ webhook, surface }: Operation, { type }: Message): Target[] {
    const { key, ledger, vendors } = this.options;
    const toHeaders = vendors[surface]?.toHeaders ?? signByKey(key);
    if (webhook !== undefined && webhook.uris.length > 0) return webhook.uris.map((uri) => ({ uri, toHeaders }));
    if (surface !== 'interaction') return [];
    const registered = [...ledger.webhooks.values()].filter(({ events }) => events.includes(type));
    return registered.map(({ uri, secrets }) => ({ uri, toHeaders: signBySecrets(secrets) }));
  }

  private async send(operation: Operation, message: Message, target: Target): Promise<void> {
    const { kind, model, brief } = operation;
    const fault = this.options.faults.take({ operation: 'webhook', kind, model, prompt: brief.prompt });
    if (fault?.fault === 'webhook-lost') return;
    if (fault !== null) await this.pause(fault.delayMs);
    const copies = fault?.fault === 'webhook-duplicated' ? (fault.copies ?? 2) : 1;
    const post = () => this.post(operation, message, { ...target, fault });
    await Promise.all(Array.from({ length: copies }, () => this.repeatUntilTaken(post, fault)));
  }

  // What is forged or stale does not come from the provider, which would try again.
  private async repeatUntilTaken(post: () => Promise<boolean>, fault: Fault | null): Promise<void> {
    const isSpoilt = fault?.fault === 'webhook-forged' || fault?.fault === 'webhook-stale';
    for (const waitMs of isSpoilt ? [] : WAITS_MS) {
      if (await post()) return;
      await this.pause(Math.max(SHORTEST_WAIT_MS, waitMs * this.options.timeScale));
    }
    await post();
  }

  private async post(
    operation: Operation,
    message: Message,
    { uri, toHeaders, fault }: Target & { fault: Fault | null },
  ): Promise<boolean> {
    const atMs = this.options.now() - (fault?.fault === 'webhook-stale' ? STALE_MS : 0);
    const body = JSON.stringify(message.envelope);
    const signed = await toHeaders(message, body, { uri, atMs, isForged: fault?.fault === 'webhook-forged' });
    const headers = { 'content-type': 'application/json', ...signed };
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const answer = await fetch(uri, { method: 'POST', headers, body, signal, redirect: 'manual' }).catch(() => null);
    await answer?.body?.cancel();
    this.record(operation, message, { uri, status: answer?.status ?? null });
    return answer?.ok ?? false;
  }

  private record({ id, labels }: Operation, message: Message, sent: Pick<Delivery, 'uri' | 'status'>): void {
    const { id: webhookId, type } = message;
    const at = new Date(this.options.now()).toISOString();
    this.deliveries.push({ webhookId, operationId: id, attempt: labels['attempt'] ?? null, type, at, ...sent });
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal, ref: false });
  }
}
