import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { newId } from '@shared/contracts/ids';
import type { PollOutcome, Provider, SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { waitFor } from '@shared/testing/wait-for';
import type { VideoModel } from '@shared/vendors/model-capabilities';
import type { VideoRequest } from '@shared/vendors/video-request';
import { SimulatedVendors } from './simulated-vendors';

export interface VideoVendor {
  model: VideoModel;
  /** With `PLANTED_SECRET` as key. */
  create: (simulatorUrl: string, store: ArtifactStore) => Provider<VideoRequest>;
}

/** One video vendor under test, and what its promises are asked with. */
export class VideoSubject {
  readonly signal = new AbortController().signal;
  private vendors!: SimulatedVendors;
  private adapter!: Provider<VideoRequest>;

  /** To be made inside a `describe`: it starts and ends with it. */
  constructor(readonly vendor: VideoVendor) {
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

  get provider(): Provider<VideoRequest> {
    return this.adapter;
  }

  get request(): VideoRequest {
    const { model, lastFrame: takesLast, seconds } = this.vendor.model;
    const { firstFrame, lastFrame } = this.vendors.frames;
    const frames = { firstFrame, ...(takesLast && { lastFrame }) };
    const form = { seconds: seconds[0] ?? 0, aspectRatio: '16:9', resolution: '720p' } as const;
    return { model, prompt: 'slow push-in', ...frames, ...form };
  }

  async send(attempt: string, changes: Partial<SubmitContext> = {}): Promise<SubmitOutcome> {
    const labels = { attempt, unit: 'clip-1', film: 'film_1' };
    const webhook = { url: 'http://127.0.0.1:1/hook', metadata: { film: 'film_1', attempt, token: 'token' } };
    const { signal, provider } = this;
    const context = { labels, webhook, idempotencyKey: attempt, isStillMine: () => true, signal, ...changes };
    return provider.submit(await provider.compose(this.request, signal), context);
  }

  /** The id of an operation. */
  async accept(attempt: string): Promise<string> {
    const outcome = await this.send(attempt);
    if (outcome.kind === 'accepted') return outcome.operationId;
    throw new Error(JSON.stringify(outcome), { cause: 'error' in outcome ? outcome.error : undefined });
  }

  finish(operationId: string): Promise<PollOutcome> {
    return waitFor(async () => {
      const outcome = await this.provider.poll(operationId, this.request, this.signal);
      return outcome.kind === 'running' ? null : outcome;
    });
  }

  /** The address of a result. */
  async makeOne(): Promise<string> {
    const outcome = await this.finish(await this.accept(newId('att')));
    if (outcome.kind === 'completed' && outcome.result.kind === 'remote') return outcome.result.address;
    throw new Error(JSON.stringify(outcome));
  }
}
