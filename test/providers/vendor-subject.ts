import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import type { ModelKind } from '@shared/contracts/models';
import type { PollOutcome, Provider, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { waitFor } from '@shared/testing/wait-for';
import type { Requests } from '@shared/vendors/adapter-parts';
import { buildRequest } from './build-request';
import { SimulatedVendors } from './simulated-vendors';
import type { VendorUnderTest } from './vendors-under-test';

type Ended = Exclude<PollOutcome, { kind: 'running' }> | SubmitOutcome;

/** One vendor under test, and what its promises are asked with. */
export class VendorSubject<K extends ModelKind> {
  readonly signal = new AbortController().signal;
  private vendors!: SimulatedVendors;
  private adapter!: Provider<Requests[K]>;

  /** To be made inside a `describe`: it starts and ends with it. */
  constructor(readonly vendor: VendorUnderTest<K>) {
    beforeAll(async () => {
      this.vendors = await SimulatedVendors.start();
      this.adapter = vendor.create(this.vendors.url, this.vendors.store);
    });
    afterEach(() => this.vendors.setFaults());
    afterAll(() => this.vendors.close());
  }

  get simulated(): SimulatedVendors {
    return this.vendors;
  }

  get provider(): Provider<Requests[K]> {
    return this.adapter;
  }

  get request(): Requests[K] {
    return buildRequest(this.vendor.model, 'slow push-in', this.vendors);
  }

  async send(
    attempt: string,
    changes: Partial<SubmitContext> = {},
    asked: { provider?: Provider<Requests[K]>; request?: Requests[K] } = {},
  ): Promise<SubmitOutcome> {
    const { provider = this.provider, request = this.request } = asked;
    const labels = { attempt, unit: 'unit-1', film: 'film_1' };
    const webhook = { url: 'http://127.0.0.1:1/hook', metadata: { film: 'film_1', attempt, token: 'token' } };
    const { signal } = this;
    const context = { labels, webhook, idempotencyKey: attempt, isStillMine: () => true, signal, ...changes };
    return provider.submit(await provider.compose(request, signal), context);
  }

  /** The id of an operation. */
  async accept(attempt: string): Promise<string> {
    const outcome = await this.send(attempt);
    if (outcome.kind === 'accepted') return outcome.operationId;
    throw new Error(JSON.stringify(outcome), { cause: 'error' in outcome ? outcome.error : undefined });
  }

  finish(operationId: string): Promise<Exclude<PollOutcome, { kind: 'running' }>> {
    return waitFor(async () => {
      const outcome = await this.provider.poll(operationId, this.request, this.signal);
      return outcome.kind === 'running' ? null : outcome;
    });
  }

  /** How a submit ends, at once or later. */
  async buy(attempt: string, wish: Partial<Requests[K]> = {}): Promise<Ended> {
    const outcome = await this.send(attempt, {}, { request: { ...this.request, ...wish } });
    return outcome.kind === 'accepted' ? this.finish(outcome.operationId) : outcome;
  }

  /** Bytes that came with the answer. */
  async buyInline(attempt: string, wish: Partial<Requests[K]> = {}): Promise<Buffer> {
    const outcome = await this.buy(attempt, wish);
    if (outcome.kind === 'completed' && outcome.result.kind === 'inline') return outcome.result.bytes;
    throw new Error(JSON.stringify(outcome));
  }

  /** The address of a result. */
  async makeOne(): Promise<string> {
    const outcome = await this.finish(await this.accept(newId('att')));
    if (outcome.kind === 'completed' && outcome.result.kind === 'remote') return outcome.result.address;
    throw new Error(JSON.stringify(outcome));
  }
}
