import { describe, expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import { type DocumentedWire, promisesOfSubmit, promisesOfTheWire } from './submit-contract';
import { VendorSubject } from './vendor-subject';
import type { VendorUnderTest } from './vendors-under-test';

/** What the engine may assume of every text provider, whether it answers at once or later. */
export function textProviderContract(vendor: VendorUnderTest<'text'>, wire?: DocumentedWire): void {
  describe(`${vendor.model.vendor} as a text provider`, () => {
    const subject = new VendorSubject(vendor);
    if (wire) promisesOfTheWire(subject, wire);
    promisesOfSubmit(subject);

    it('answers with JSON after the schema', async () => {
      const text = await subject.buyInline(newId('att'));
      expect(JSON.parse(text.toString())).toEqual({ title: expect.any(String) as unknown });
    });

    it('hands over what there is where it is cut off', async () => {
      await subject.simulated.setFaults({ match: { kind: 'text' }, fault: 'max-tokens' });
      const text = (await subject.buyInline(newId('att'))).toString();
      expect(text).toMatch(/^\{/);
      expect(() => JSON.parse(text) as unknown).toThrow();
    });

    it('says that content was refused, and that it costs nothing', async () => {
      const attempt = newId('att');
      await subject.simulated.setFaults({ match: { kind: 'text' }, fault: 'refuse' });
      const error = { code: 'PROVIDER_REFUSED_CONTENT', details: { flagged: 'prompt' } };
      expect(await subject.buy(attempt)).toMatchObject({ kind: 'failed', costMicros: 0, error });
      expect((await subject.simulated.findEntry(attempt))?.costMicros).toBe(0);
    });

    it('offers what its capabilities say', () => {
      const { list, outputPrefix, webhook, idempotencyKey } = vendor.model.ways;
      const { offers } = subject.provider;
      expect([offers.has('list'), offers.has('output-prefix')]).toEqual([list, outputPrefix]);
      expect([offers.has('webhook'), offers.has('idempotency-key')]).toEqual([webhook, idempotencyKey]);
    });
  });
}
