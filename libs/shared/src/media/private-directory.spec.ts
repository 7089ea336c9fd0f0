import { mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { PrivateDirectory } from './private-directory';

describe('PrivateDirectory', () => {
  it('is closed to other users and gone afterwards, with all that is in it', async () => {
    await using parent = await PrivateDirectory.create();
    {
      await using directory = await PrivateDirectory.create(parent.path);
      await writeFile(directory.file('a'), 'x');
      expect((await stat(directory.path)).mode & 0o777).toBe(0o700);
    }
    expect(await readdir(parent.path)).toEqual([]);
  });

  it('is gone with folders in it, what is linked to is not, and nothing is said where it is gone already', async () => {
    await using parent = await PrivateDirectory.create();
    await writeFile(parent.file('linked'), 'x');
    {
      await using directory = await PrivateDirectory.create(parent.path);
      await mkdir(directory.file('folder'));
      await writeFile(directory.file('folder/a'), 'x');
      await symlink(parent.file('linked'), directory.file('link'));
      await using removed = await PrivateDirectory.create(parent.path);
      await rm(removed.path, { recursive: true });
    }
    expect(await readdir(parent.path)).toEqual(['linked']);
  });

  it('is gone after a failure as well', async () => {
    await using parent = await PrivateDirectory.create();
    await expect(failInside(parent.path)).rejects.toThrow('inside');
    expect(await readdir(parent.path)).toEqual([]);
  });

  it('removes what dead processes and an earlier life with our own id left, and nothing else', async () => {
    await using parent = await PrivateDirectory.create();
    await using mine = await PrivateDirectory.create(parent.path);
    // Above the highest id that Linux gives.
    await mkdir(parent.file('reelwright-4194305-dead'));
    await mkdir(parent.file(`reelwright-${process.pid}-earlier`));
    await mkdir(parent.file(`reelwright-${process.ppid}-alive`));
    await mkdir(parent.file('other'));
    await PrivateDirectory.removeAbandoned(parent.path);
    const kept = [mine.path.slice(parent.path.length + 1), `reelwright-${process.ppid}-alive`, 'other'];
    expect((await readdir(parent.path)).sort()).toEqual(kept.sort());
  });
});

async function failInside(parent: string): Promise<void> {
  await using directory = await PrivateDirectory.create(parent);
  await writeFile(directory.file('a'), 'x');
  throw new Error('inside');
}
