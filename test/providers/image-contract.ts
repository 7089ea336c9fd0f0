import { describe, expect, it } from '@jest/globals';
import { newId } from '@shared/contracts/ids';
import { promisesOfSubmit } from './submit-contract';
import { VendorSubject } from './vendor-subject';
import type { VendorUnderTest } from './vendors-under-test';

/** What the engine may assume of every image provider. */
export function imageProviderContract(vendor: VendorUnderTest<'image'>): void {
  describe(`${vendor.model.vendor} as an image provider`, () => {
    const subject = new VendorSubject(vendor);
    promisesOfSubmit(subject);

    it('draws from words, and from words and images', async () => {
      const { firstFrame, lastFrame } = subject.simulated.frames;
      for (const references of [[], [firstFrame], [firstFrame, lastFrame]]) {
        const image = await subject.buyInline(newId('att'), { references });
        expect(image.toString('latin1', 1, 4)).toBe('PNG');
      }
    });

    it('says that content was refused, and that it costs nothing', async () => {
      const attempt = newId('att');
      await subject.simulated.setFaults({ match: { kind: 'image' }, fault: 'refuse' });
      const outcome = await subject.buy(attempt);
      expect(outcome).toMatchObject({ error: { code: 'PROVIDER_REFUSED_CONTENT' } });
      expect(['refused', 'failed']).toContain(outcome.kind);
      if (outcome.kind === 'failed') expect(outcome.costMicros).toBe(0);
      expect((await subject.simulated.findEntry(attempt))?.costMicros).toBe(0);
    });

    it('cannot be composed when a reference cannot be read', async () => {
      const missing = { key: 'missing.png', sha256: '0'.repeat(64), bytes: 1, mediaType: 'image/png' };
      const composed = subject.provider.compose({ ...subject.request, references: [missing] }, subject.signal);
      await expect(composed).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
    });
  });
}
