import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { describeArtifactStore } from '@shared/testing/artifact-store.contract';
import { DirectoryStore } from './directory-store';

describeArtifactStore('DirectoryStore', async () => {
  const root = await mkdtemp(join(tmpdir(), 'directory-store-'));
  return {
    store: new DirectoryStore(root),
    listLeftovers: () => readdir(join(root, 'incoming')),
    dispose: () => rm(root, { recursive: true, force: true }),
  };
});

it('leaves presigning to the gateway', async () => {
  const store = new DirectoryStore('anywhere');
  const options = { expiresSeconds: 60, mediaType: 'video/mp4', fileName: 'a.mp4', disposition: 'inline' as const };
  expect(await store.presign('a.mp4', options)).toBeNull();
});

it('clears away what an upload of a killed process has left, and nothing of a living one', async () => {
  const root = await mkdtemp(join(tmpdir(), 'directory-store-'));
  await mkdir(join(root, 'incoming'));
  for (const pid of [99_999_999, process.pid]) await writeFile(join(root, 'incoming', `${pid}-half`), 'half a film');
  await new DirectoryStore(root).prepare();
  expect(await readdir(join(root, 'incoming'))).toEqual([`${process.pid}-half`]);
  await rm(root, { recursive: true });
});

it('removes what earlier versions kept beside an artifact along with it', async () => {
  const root = await mkdtemp(join(tmpdir(), 'directory-store-'));
  for (const folder of ['objects/films', 'media-types/films']) {
    await mkdir(join(root, folder), { recursive: true });
    for (const name of ['a.mp4', 'b.mp4']) await writeFile(join(root, folder, name), 'video/mp4');
  }
  const store = new DirectoryStore(root);
  await store.remove('films/a.mp4');
  expect(await readdir(join(root, 'media-types/films'))).toEqual(['b.mp4']);
  await store.removePrefix('films');
  expect(await readdir(join(root, 'media-types'))).toEqual([]);
  await rm(root, { recursive: true });
});

it('is not ready when its directory is gone', async () => {
  const store = new DirectoryStore(join(tmpdir(), 'reelwright-nowhere'));
  await expect(store.ready()).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
});

it('destroys the source when the directory cannot be written', async () => {
  const store = new DirectoryStore(join(tmpdir(), 'reelwright-nowhere'));
  const source = Readable.from([Buffer.from('x')]);
  await expect(store.put('a.mp4', source, { mediaType: 'video/mp4' })).rejects.toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
  });
  expect(source.destroyed).toBe(true);
});
