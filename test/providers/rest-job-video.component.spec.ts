import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { PollOutcome } from '@shared/generation/providers/provider';
import { toAdapterParts } from '@shared/vendors/adapter-parts';
import type { DataUris } from '@shared/vendors/job-video';
import { RestJobVideo } from '@shared/vendors/rest-job-video';
import type { VideoRequest } from '@shared/vendors/video-request';
import { jsonOf, lineOf, RecordedWire } from './recorded-wire';
import { parseVendorEnv } from './vendor-adapter';

const jobSchema = z.object({ state: z.enum(['at work', 'done', 'broken']), video: z.string().optional() });

/** A vendor whose calls are as plain as can be, with the models of Replicate. */
class PlainVideo extends RestJobVideo<z.infer<typeof jobSchema>> {
  protected readonly hosts = /^$/;
  protected readonly schema = jobSchema;
  protected readonly calls = { create: 'POST /jobs', read: 'GET /jobs/:id', cancel: 'DELETE /jobs/:id' } as const;
  protected override readonly idField = 'job_id';

  protected buildBody({ prompt }: VideoRequest, { first, last }: DataUris): object {
    return { prompt, frames: [first, last] };
  }

  protected readJob({ state, video }: z.infer<typeof jobSchema>, request: VideoRequest): PollOutcome {
    if (video !== undefined) return this.toCompleted({ address: video }, request);
    return state === 'broken' ? this.toFailed('it broke') : { kind: 'running' };
  }
}

const wire = new RecordedWire();
const { recorder, signal } = wire;
const request = () => wire.request('google/veo-3.1-fast', 4);

function create(): PlainVideo {
  const env = parseVendorEnv({ REPLICATE_BASE_URL: `${recorder.url}/v1/` });
  return new PlainVideo(toAdapterParts('video', 'replicate', { env, secret: 'a-key', store: wire.store }));
}

describe('a vendor without an SDK', () => {
  it('is sent its body with the key and the attempt, and has the job where it names one', async () => {
    recorder.willAnswer({ body: { job_id: 'j1' } });
    const sent = await wire.submit(create(), request());
    expect(lineOf(sent)).toBe('POST /v1/jobs');
    expect(sent.headers).toMatchObject({ authorization: 'Bearer a-key', 'x-client-request-id': 'att_1' });
    const frames = [wire.first, wire.last].map((bytes) => `data:image/png;base64,${bytes}`);
    expect(jsonOf(sent)).toEqual({ prompt: 'pan', frames });
  });

  it.each([
    [{ job_id: 'j1' }, { kind: 'accepted', operationId: 'j1' }],
    [{ id: 'j1' }, { kind: 'ambiguous' }],
    [[], { kind: 'ambiguous' }],
  ])('that answers a submit with %j has come to %j', async (body, outcome) => {
    recorder.willAnswer({ body });
    const { labels } = wire;
    const context = { labels, idempotencyKey: 'k', isStillMine: () => true, signal };
    const provider = create();
    expect(await provider.submit(await provider.compose(request()), context)).toMatchObject(outcome);
    expect(recorder.requests).toHaveLength(1);
  });

  it.each([
    [200, { state: 'at work' }, { kind: 'running' }],
    [200, { state: 'done', video: 'https://a.test/1.mp4' }, { kind: 'completed', costMicros: 480_000 }],
    [200, { state: 'broken' }, { kind: 'failed', costMicros: 0 }],
    [200, { state: 'something new' }, { kind: 'unreadable' }],
    [503, { error: 'busy' }, { kind: 'unreadable', error: { code: 'PROVIDER_UNAVAILABLE' } }],
  ])('that answers a question with %d %j has come to %j', async (status, body, outcome) => {
    recorder.willAnswer({ status, body });
    expect(await create().poll('a/b', request(), signal)).toMatchObject(outcome);
    expect(recorder.requests.map(lineOf)).toEqual(['GET /v1/jobs/a%2Fb']);
  });

  it('is asked to stop a job, whatever it answers to that', async () => {
    recorder.willAnswer({ body: {} });
    await create().cancel('j1', signal);
    expect(lineOf(wire.sent())).toBe('DELETE /v1/jobs/j1');
  });
});
