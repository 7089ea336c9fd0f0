import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Provider } from '@shared/generation/providers/provider';
import type { VideoRequest } from '@shared/vendors/video-request';
import { type Recorded, Recorder } from './recorder';

/** Shows what an adapter sends, field by field. To be made at the top of a spec: it starts and ends with it. */
export class RecordedWire {
  readonly recorder = new Recorder();
  readonly signal = new AbortController().signal;
  readonly labels = { attempt: 'att_1', unit: 'clip-1', film: 'film_1' };
  readonly webhook = { url: 'https://films.example/hook', metadata: { film: 'film_1', attempt: 'att_1', token: 't' } };
  /** The bytes of the two frames. */
  readonly first = Buffer.from('first').toString('base64');
  readonly last = Buffer.from('last').toString('base64');
  private openStore!: DirectoryStore;
  private frames!: { firstFrame: ArtifactRef; lastFrame: ArtifactRef };

  constructor() {
    let directory: string;
    beforeAll(async () => {
      await this.recorder.start();
      directory = await mkdtemp(join(tmpdir(), 'wire-spec-'));
      this.openStore = new DirectoryStore(directory);
      await this.openStore.prepare();
      this.frames = { firstFrame: await this.put('first'), lastFrame: await this.put('last') };
    });
    afterAll(async () => {
      await this.recorder.close();
      await rm(directory, { recursive: true, force: true });
    });
  }

  get store(): DirectoryStore {
    return this.openStore;
  }

  request(model: string, seconds = 8): VideoRequest {
    return { model, prompt: 'pan', ...this.frames, seconds, aspectRatio: '16:9', resolution: '1080p' };
  }

  async submit<R>(provider: Provider<R>, request: R): Promise<Recorded> {
    const { labels, webhook, signal } = this;
    const context = { labels, webhook, idempotencyKey: 'k', isStillMine: () => true, signal };
    await provider.submit(await provider.compose(request, signal), context);
    return this.sent();
  }

  async poll<R>(provider: Provider<R>, operationId: string, request: R): Promise<Recorded> {
    await provider.poll(operationId, request, this.signal);
    return this.sent();
  }

  /** The last of them. */
  sent(): Recorded {
    const sent = this.recorder.requests.at(-1);
    if (!sent) throw new Error('nothing was sent');
    return sent;
  }

  private put(name: string): Promise<ArtifactRef> {
    return this.openStore.put(`${name}.png`, Buffer.from(name), { mediaType: 'image/png' });
  }
}

export const lineOf = ({ method, path }: Recorded): string => `${method} ${path}`;
export const jsonOf = ({ body }: Recorded): unknown => JSON.parse(body.toString());
