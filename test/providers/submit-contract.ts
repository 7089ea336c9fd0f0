import { expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import type { ModelKind } from '@shared/contracts/models';
import { simulatedPath } from '../../scripts/smoke/simulated-settings.ts';
import { jsonOf, lineOf } from './recorded-wire';
import { Recorder } from './recorder';
import { PLANTED_SECRET } from './simulated-vendors';
import type { VendorSubject } from './vendor-subject';
import { VENDOR_SUBMIT_FAULTS } from './vendor-submit-faults';

/** What every provider promises of its one POST, whatever it sells. */
export function promisesOfSubmit<K extends ModelKind>(subject: VendorSubject<K>): void {
  const { kind: sold } = subject.vendor;

  it('makes one result for one POST, at the cost that the vendor books', async () => {
    const attempt = newId('att');
    const outcome = await subject.buy(attempt);
    const entry = await subject.simulated.findEntry(attempt);
    expect(outcome).toMatchObject({ kind: 'completed', result: { mediaType: MEDIA_TYPES[sold] } });
    expect('costMicros' in outcome && outcome.costMicros).toBe(entry?.costMicros);
    expect(entry?.costMicros).toBeGreaterThan(0);
    expect(await subject.simulated.countPosts(attempt)).toBe(1);
  });

  it.each(VENDOR_SUBMIT_FAULTS)('sends one POST and calls it $kind: $name', async ({ fault, kind, code, isBilled }) => {
    const attempt = newId('att');
    await subject.simulated.setFaults({ match: { kind: sold }, fault, times: 9 });
    const outcome = await subject.send(attempt, { signal: AbortSignal.timeout(fault === 'hang' ? 700 : 20_000) });
    expect(outcome).toMatchObject({ kind, error: { code } });
    expect(await subject.simulated.countPosts(attempt)).toBe(1);
    expect((await subject.simulated.findEntry(attempt)) !== undefined).toBe(isBilled);
    expect('error' in outcome && outcome.error.message).not.toContain(PLANTED_SECRET);
  });

  it('takes a request that is turned away for what it shows or says for a refusal', async () => {
    await subject.simulated.setFaults({ match: { kind: sold }, fault: 'blocked-input' });
    const outcome = await subject.send(newId('att'));
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'PROVIDER_REFUSED_CONTENT' } });
  });

  it('sends nothing where nobody listens', async () => {
    const lonely = subject.vendor.create('http://127.0.0.1:1', subject.simulated.store);
    const outcome = await subject.send(newId('att'), {}, { provider: lonely });
    expect(outcome).toMatchObject({ kind: 'not-sent', error: { code: 'PROVIDER_UNAVAILABLE' } });
  });

  it('sends nothing for a worker whose lease has run out meanwhile', async () => {
    const attempt = newId('att');
    expect(await subject.send(attempt, { isStillMine: () => false })).toMatchObject({ kind: 'not-sent' });
    expect(await subject.simulated.countPosts(attempt)).toBe(0);
  });
}

const MEDIA_TYPES: Record<ModelKind, string> = { text: 'application/json', image: 'image/png', video: 'video/mp4' };

/** What the vendor documents of its paid POST, for the request of `buildRequest`. */
export interface DocumentedWire {
  /** `POST /v1/jobs`, below its base address and without a query. */
  line: string;
  body: object;
}

/** Nothing is sent that the vendor does not know, and nothing left out; the key goes along. */
export function promisesOfTheWire<K extends ModelKind>(subject: VendorSubject<K>, wire: DocumentedWire): void {
  it('sends what the vendor documents, field by field', async () => {
    const recorder = new Recorder();
    await recorder.start();
    const provider = subject.vendor.create(recorder.url, subject.simulated.store);
    await subject.send(newId('att'), {}, { provider });
    await recorder.close();
    const [sent, ...others] = recorder.requests;
    if (!sent) throw new Error('nothing was sent');
    const [line] = lineOf(sent).replace(simulatedPath(subject.vendor.model.vendor), '').split('?');
    expect([line, others]).toEqual([wire.line, []]);
    expect(jsonOf(sent)).toEqual(wire.body);
    expect(JSON.stringify(sent.headers)).toContain(PLANTED_SECRET);
  });
}
