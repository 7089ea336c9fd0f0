import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { FilmView } from '@shared/contracts/film';
import { silentLogger } from '@shared/testing/silent-logger';
import { CollectUploads } from '../src/references/collect-uploads';
import { ONE_PIXEL } from './one-pixel';
import { type Gateway, type GatewayBundle, orderFilm, prepareGateways } from './start-gateway';

const started: { bundle: GatewayBundle; gateway: Gateway }[] = [];

function setup() {
  const [running] = started;
  if (running === undefined) throw new Error('the gateway did not start');
  const { bundle, gateway } = running;
  const { dataSource } = bundle.database;
  const upload = async (route: string, bytes: Buffer): Promise<{ id: string; sha256: string }> => {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(bytes)]), 'upload');
    const response = await fetch(`${gateway.url}/v1/${route}`, { method: 'POST', body });
    expect(response.status).toBe(201);
    return (await response.json()) as { id: string; sha256: string };
  };
  return {
    gateway,
    dataSource,
    store: bundle.store,
    uploadImage: (seed: number) => upload('references', aPicture(seed)),
    uploadMusic: () => upload('music', Buffer.from('ID3 and some more bytes than the first sixteen')),
    /** As if nobody had named any upload for eight days. */
    letAge: async () => {
      for (const table of ['reference_images', 'music']) {
        await dataSource.query(`UPDATE ${table} SET used_at = now() - interval '8 days'`);
      }
    },
    collect: () => gateway.service.app.get(CollectUploads, { strict: false }).runOnce(),
    isKept: async ({ id, sha256 }: { id: string; sha256: string }) => {
      const key = id.startsWith('mus') ? artifactKeys.music(TENANT, id) : artifactKeys.upload(TENANT, sha256);
      const rows = await dataSource.query<unknown[]>(
        'SELECT id FROM reference_images WHERE id = $1 UNION SELECT id FROM music WHERE id = $1',
        [id],
      );
      return [rows.length === 1, (await bundle.store.stat(key)) !== null];
    },
  };
}

const TENANT = 'tenant_default';
const KEPT = [true, true];
const GONE = [false, false];

beforeAll(async () => {
  const bundle = await prepareGateways();
  started.push({ bundle, gateway: await bundle.startGateway() });
});
afterAll(() => started[0]?.bundle.stop(), 30_000);

// Whatever follows the end of a PNG is no part of the picture, and makes it another file.
const aPicture = (seed: number): Buffer => Buffer.concat([ONE_PIXEL, Buffer.from([seed])]);

describe('an upload', () => {
  it('stays as long as a film names it, and goes some days after', async () => {
    const { gateway, dataSource, uploadImage, uploadMusic, letAge, collect, isKept } = setup();
    const [reference, frame, idle] = [await uploadImage(1), await uploadImage(2), await uploadImage(3)];
    const [music, silence] = [await uploadMusic(), await uploadMusic()];
    const order = {
      references: [{ name: 'Ada', image: reference.id }],
      keyframes: [{ scene: 1, frame: 'start', image: frame.id }],
      cut: { music: { id: music.id } },
    };
    const film: FilmView = await orderFilm(gateway, order);
    await letAge();
    expect(await collect()).toBe(false);
    expect(await Promise.all([idle, silence].map(isKept))).toEqual([GONE, GONE]);
    expect(await Promise.all([reference, frame, music].map(isKept))).toEqual([KEPT, KEPT, KEPT]);
    await dataSource.query('DELETE FROM films WHERE id = $1', [film.id]);
    await collect();
    expect(await Promise.all([reference, frame, music].map(isKept))).toEqual([GONE, GONE, GONE]);
  });

  it('is as good as new when it is named, or brought once more', async () => {
    const { gateway, dataSource, uploadImage, letAge, collect, isKept } = setup();
    const [named, brought] = [await uploadImage(4), await uploadImage(5)];
    await letAge();
    const { id } = await orderFilm(gateway, { references: [{ name: 'Ada', image: named.id }] });
    await dataSource.query('DELETE FROM films WHERE id = $1', [id]);
    expect((await uploadImage(5)).id).toBe(brought.id);
    await collect();
    expect(await Promise.all([named, brought].map(isKept))).toEqual([KEPT, KEPT]);
  });

  it('keeps its row as long as its file, also where the file of another cannot be removed', async () => {
    const { dataSource, store, uploadImage, letAge, collect, isKept } = setup();
    await letAge();
    await collect();
    const uploads = [await uploadImage(7), await uploadImage(8)];
    await letAge();
    const stuck = new CollectUploads({ dataSource, store: removesOnce(store), logger: silentLogger(), keepDays: 7 });
    await expect(stuck.runOnce()).rejects.toThrow('The disk is gone');
    expect((await Promise.all(uploads.map(isKept))).sort()).toEqual([GONE, KEPT]);
  });

  it('can be brought again after it has gone', async () => {
    const { uploadImage, letAge, collect, isKept } = setup();
    const first = await uploadImage(6);
    await letAge();
    await collect();
    expect(await isKept(first)).toEqual(GONE);
    expect(await isKept(await uploadImage(6))).toEqual(KEPT);
  });
});

function removesOnce(store: ArtifactStore): ArtifactStore {
  const wrapped = Object.create(store) as ArtifactStore;
  wrapped.remove = async (key) => {
    wrapped.remove = () => Promise.reject(new Error('The disk is gone'));
    await store.remove(key);
  };
  return wrapped;
}
