import { describe, expect, it } from '@jest/globals';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';

/** Which keys an adapter of ArtifactStore takes. */
export function describeKeys(store: () => ArtifactStore): void {
  describe('its keys', () => {
    it.each(['', '/etc/passwd', '../x', 'a/../b', 'a//b', 'a/./b', 'a b', 'a\\b', 'a/\n', 'ä'])(
      'refuses %j everywhere',
      async (key) => {
        const refused = { code: 'INVALID_INPUT' };
        await expect(store().put(key, Buffer.from('x'), { mediaType: 'video/mp4' })).rejects.toMatchObject(refused);
        await expect(store().open(key)).rejects.toMatchObject(refused);
        await expect(store().stat(key)).rejects.toMatchObject(refused);
        await expect(store().remove(key)).rejects.toMatchObject(refused);
        await expect(store().removePrefix(key)).rejects.toMatchObject(refused);
      },
    );

    it('refuses a key of more than 512 characters', async () => {
      await expect(store().stat('x'.repeat(513))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    });
  });
}
