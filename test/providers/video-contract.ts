import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import { waitFor } from '@shared/testing/wait-for';
import { type DocumentedWire, promisesOfSubmit, promisesOfTheWire } from './submit-contract';
import { VendorSubject } from './vendor-subject';
import type { VendorUnderTest } from './vendors-under-test';

type VideoSubject = VendorSubject<'video'>;

/** What the engine may assume of every video provider, whoever it is. Money and POSTs are counted by the simulator. */
export function videoProviderContract(vendor: VendorUnderTest<'video'>, wire?: DocumentedWire): void {
  describe(`${vendor.model.vendor} as a video provider`, () => {
    const subject = new VendorSubject(vendor);
    if (wire) promisesOfTheWire(subject, wire);
    promisesOfSubmit(subject);
    promisesOfFrames(subject);
    promisesOfPoll(subject);
    promisesOfTheEnd(subject);
    promisesOfTheResult(subject);
    promisesOfRecall(subject);
  });
}

function promisesOfFrames(subject: VideoSubject): void {
  it('cannot be composed when a frame cannot be read', async () => {
    const missing = { key: 'missing.png', sha256: '0'.repeat(64), bytes: 1, mediaType: 'image/png' };
    const composed = subject.provider.compose({ ...subject.request, firstFrame: missing }, subject.signal);
    await expect(composed).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
  });
}

const UNREADABLE = ['500', '503', '403', '404', '429-minute', 'garbage', 'drop-before-accept'];

function promisesOfPoll(subject: VideoSubject): void {
  it.each(UNREADABLE)('learns nothing about an operation from a poll that ends in %s', async (fault) => {
    const operationId = await subject.accept(newId('att'));
    await subject.simulated.setFaults({ match: { operation: 'poll' }, fault, times: 9 });
    const outcome = await subject.provider.poll(operationId, subject.request, subject.signal);
    expect(outcome).toMatchObject({ kind: 'unreadable' });
    await subject.simulated.setFaults();
    expect(await subject.finish(operationId)).toMatchObject({ kind: 'completed' });
  });

  it('ends a poll with its signal', async () => {
    const operationId = await subject.accept(newId('att'));
    await subject.simulated.setFaults({ match: { operation: 'poll' }, fault: 'hang', times: 9 });
    const outcome = await subject.provider.poll(operationId, subject.request, AbortSignal.timeout(200));
    expect(outcome).toMatchObject({ kind: 'unreadable', error: { code: 'PROVIDER_TIMEOUT' } });
  });
}

function promisesOfTheEnd(subject: VideoSubject): void {
  it('says that content was refused, and that it costs nothing', async () => {
    const attempt = newId('att');
    await subject.simulated.setFaults({ match: { kind: 'video' }, fault: 'refuse' });
    const outcome = await subject.finish(await subject.accept(attempt));
    const error = { code: 'PROVIDER_REFUSED_CONTENT', details: { flagged: expect.any(String) as unknown } };
    expect(outcome).toMatchObject({ kind: 'failed', costMicros: 0, error });
    expect((await subject.simulated.findEntry(attempt))?.costMicros).toBe(0);
  });

  it('says that an operation failed, and that it costs nothing', async () => {
    await subject.simulated.setFaults({ match: { kind: 'video' }, fault: 'fail' });
    const outcome = await subject.finish(await subject.accept(newId('att')));
    expect(outcome).toMatchObject({ kind: 'failed', costMicros: 0, error: { code: 'PROVIDER_FAILED' } });
  });

  const { cancel } = subject.vendor.model.ways;
  it(cancel ? 'stops an operation when asked' : 'goes on with an operation that cannot be stopped', async () => {
    const fault = { match: { kind: 'video' }, fault: 'late', delayMs: cancel ? 60_000 : 300 };
    await subject.simulated.setFaults(fault);
    const operationId = await subject.accept(newId('att'));
    await subject.provider.cancel(operationId, subject.signal);
    expect(await subject.finish(operationId)).toMatchObject({ kind: cancel ? 'cancelled' : 'completed' });
  });
}

function promisesOfTheResult(subject: VideoSubject): void {
  it('opens the bytes of its result', async () => {
    const { stream, bytes } = await subject.provider.download(await subject.makeOne(), subject.signal);
    const video = await buffer(stream);
    expect(video.toString('latin1', 4, 8)).toBe('ftyp');
    expect(video.length).toBe(bytes);
  });

  it.each(['html', 'gzip-bomb', 'redirect-private', 'expired'])('takes no result that is %s', async (fault) => {
    const address = await subject.makeOne();
    await subject.simulated.setFaults({ match: { operation: 'download' }, fault });
    const opened = subject.provider.download(address, subject.signal);
    await expect(opened).rejects.toMatchObject({ code: 'RESULT_UNRETRIEVABLE' });
  });

  it('asks no other host for a result', async () => {
    const opened = subject.provider.download('http://169.254.169.254/latest/meta-data/', subject.signal);
    await expect(opened).rejects.toMatchObject({ code: 'RESULT_UNRETRIEVABLE' });
  });
}

const PROOF_OF_ABSENCE = { list: 'never-accepted', 'output-prefix': 'nothing-yet' } as const;

function promisesOfRecall(subject: VideoSubject): void {
  const wayOf = () => (['list', 'output-prefix'] as const).find((offer) => subject.provider.offers.has(offer));

  it('finds a submit again whose answer was lost, by what it offers', async () => {
    const attempt = newId('att');
    await subject.simulated.setFaults({ match: { kind: 'video' }, fault: 'accept-then-drop' });
    expect(await subject.send(attempt)).toMatchObject({ kind: 'ambiguous' });
    const found = await waitFor(async () => {
      const recollection = await subject.provider.recall(attempt, subject.signal);
      return recollection.kind === 'nothing-yet' ? null : recollection;
    });
    expect(found.kind).toBe(wayOf() ? 'accepted' : 'cannot-tell');
    if (found.kind === 'accepted') expect(await subject.finish(found.operationId)).toMatchObject({ kind: 'completed' });
    expect(await subject.simulated.countPosts(attempt)).toBe(1);
  });

  it('does not find what it was never sent', async () => {
    const way = wayOf();
    const recollection = await subject.provider.recall(newId('att'), subject.signal);
    expect(recollection).toEqual({ kind: way ? PROOF_OF_ABSENCE[way] : 'cannot-tell' });
  });

  it('offers what its capabilities say', () => {
    const { list, outputPrefix, webhook, idempotencyKey } = subject.vendor.model.ways;
    const { offers } = subject.provider;
    expect([offers.has('list'), offers.has('output-prefix')]).toEqual([list, outputPrefix]);
    expect([offers.has('webhook'), offers.has('idempotency-key')]).toEqual([webhook, idempotencyKey]);
  });
}
