import { describe, expect, it } from '@jest/globals';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { startOnce } from '@shared/testing/start-once';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
import { finishFilm } from './finished-film';
import { type GatewayBundle, orderFilm, post, prepareGateways } from './start-gateway';

const setup = startOnce(
  async () => {
    const bundle = await prepareGateways();
    return { bundle, gateway: await bundle.startGateway() };
  },
  ({ bundle }) => bundle.stop(),
);

const NOBODYS = '01k00000000000000000000000';
const tune = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(1_000, 7)]);

function upload(bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const body = new FormData();
  body.append('file', new Blob([bytes]), 'tune.mp3');
  return fetch(`${setup().gateway.url}/v1/music`, { method: 'POST', body });
}

describe('a request that is refused leaves nothing in the store:', () => {
  it.each<[string, Record<string, unknown>]>([
    ['names music that nobody brought', { cut: { music: { id: `mus_${NOBODYS}` } } }],
    ['names an image that nobody brought', { references: [{ name: 'Mara', image: `ref_${'0'.repeat(32)}` }] }],
    [
      'gives a keyframe to a scene that it has not',
      { keyframes: [{ scene: 3, frame: 'start', image: 'https://a.example/1.png' }] },
    ],
  ])('an order with a storyboard that %s', async (_, wishes) => {
    const { bundle, gateway } = setup();
    const before = await bundle.listKeys();
    const response = await post(`${gateway.url}/v1/films`, { storyboard: EXAMPLE_STORYBOARD, ...wishes });
    expect(response.status).toBe(422);
    expect(await bundle.listKeys()).toEqual(before);
  });

  it('an edit that comes too late, and not the one that was faster', async () => {
    const { bundle, gateway } = setup();
    const { id } = await orderFilm(gateway);
    const { send } = await finishFilm(bundle, gateway, id);
    const edit = (title: string) => ({ title, changes: [{ op: 'edit', scene: 1, set: { motionPrompt: title } }] });
    const other = await bundle.startGateway(
      new OvertakenStore(bundle.directory, async () => {
        expect((await send('PATCH', 'storyboard', edit('the faster'))).status).toBe(202);
      }),
    );
    const before = await bundle.listKeys();
    const late = await fetch(`${other.url}/v1/films/${id}/storyboard`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(edit('the slower')),
    });
    expect(late.status).toBe(409);
    const [kept, ...more] = (await bundle.listKeys()).filter((key) => !before.includes(key));
    expect(more).toEqual([]);
    expect(await titleOf(bundle, kept ?? '')).toBe('the faster');
  });

  it('music that is too large, or that the database does not take', async () => {
    const { bundle } = setup();
    const { dataSource } = bundle.database;
    const before = await bundle.listKeys();
    expect((await upload(Buffer.concat([tune, Buffer.alloc(50 * 1024 * 1024)]))).status).toBe(422);
    await dataSource.query('ALTER TABLE music RENAME TO lost');
    expect((await upload(tune)).status).toBeGreaterThanOrEqual(500);
    await dataSource.query('ALTER TABLE lost RENAME TO music');
    expect(await bundle.listKeys()).toEqual(before);
  });
});

async function titleOf({ store }: GatewayBundle, key: string): Promise<string> {
  const { stream } = await store.open(key);
  const text = Buffer.concat(await stream.toArray()).toString();
  return (JSON.parse(text) as { title: string }).title;
}

/** Its first put is so slow that somebody else is faster. */
class OvertakenStore extends DirectoryStore {
  private isFirst = true;

  constructor(
    directory: string,
    private readonly overtake: () => Promise<void>,
  ) {
    super(directory);
  }

  override async put(...put: Parameters<DirectoryStore['put']>): Promise<ArtifactRef> {
    const artifact = await super.put(...put);
    if (this.isFirst) {
      this.isFirst = false;
      await this.overtake();
    }
    return artifact;
  }
}
