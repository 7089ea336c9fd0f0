import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyStreamEvent, type Snapshot } from '@shared/contracts/film-stream';
import { filmViewSchema } from '@shared/contracts/film';
import { waitFor } from '@shared/testing/wait-for';
import { factsOf, tellAttempt, tellStory } from './film-builders';
import { finishFilm, type FinishedFilm } from './finished-film';
import { collect, readStream, toEvent } from './read-stream';
import { type Gateway, type GatewayBundle, getFilm, orderFilm, post, prepareGateways } from './start-gateway';

const started: { bundle: GatewayBundle; one: Gateway; two: Gateway }[] = [];

function setup() {
  const [bundle] = started;
  if (bundle === undefined) throw new Error('the gateways did not start');
  return bundle;
}

beforeAll(async () => {
  const bundle = await prepareGateways();
  started.push({ bundle, one: await bundle.startGateway(), two: await bundle.startGateway() });
});
afterAll(() => setup().bundle.stop(), 30_000);

const storyOf = (filmId: string) => tellStory({ transitions: ['cut', 'continue'], failedScenes: [], filmId });

async function countEvents({ one, id }: FinishedFilm): Promise<number> {
  const init = { headers: { accept: 'application/json' } };
  const response = await fetch(`${one.url}/v1/films/${id}/events?limit=500`, init);
  return ((await response.json()) as { data: object[] }).data.length;
}

/** Cuts the film again; its log has this many events after that, or as many as that takes. */
async function recut(film: FinishedFilm, length: number): Promise<void> {
  const { send, one, story, fact } = film;
  expect((await send('PATCH', 'cut', { captions: 'off' })).status).toBe(202);
  // The cut is two events: that it is there, and that the film has ended.
  const missing = Math.max(0, length - (await countEvents(film)) - 2);
  await one.hear(
    ...Array.from({ length: missing }, (_, i) => tellAttempt(fact, 'clip', 100 + i)).flatMap(([first]) => first ?? []),
  );
  const cut = story.find(({ name }) => name === 'cut.ready')?.data as object;
  await one.hear(fact('cut.ready', { ...cut, take: 2 } as never));
}

describe('a film', () => {
  it('is answered with 202, its address, and the film', async () => {
    const { one } = setup();
    const response = await post(`${one.url}/v1/films`, { prompt: 'a lighthouse', budgetUsd: '5' });
    const film = filmViewSchema.parse(await response.json());
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`/v1/films/${film.id}`);
    expect(film).toMatchObject({ status: 'queued', order: { budgetUsd: '5.000000', scenes: 6 } });
    expect(await getFilm(one, film.id)).toEqual(film);
  });

  it('is followed from order to end by a client that holds what GET returns', async () => {
    const { one } = setup();
    const { id } = await orderFilm(one);
    const following = collect(readStream(`${one.url}/v1/films/${id}/events`));
    await one.hear(...storyOf(id));
    const [first, ...rest] = await following;
    const snapshot = first?.data as Snapshot;
    expect(first).toMatchObject({ event: 'snapshot', id: String(snapshot.seq) });
    const events = rest.map(toEvent);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => snapshot.seq + 1 + i));
    expect(rest.map(({ id: seq, event }) => [seq, event])).toEqual(events.map(({ seq, name }) => [String(seq), name]));
    const film = await getFilm(one, id);
    expect(events.reduce(applyStreamEvent, snapshot.film)).toEqual(film);
    expect(film).toMatchObject({ status: 'succeeded', progress: { clips: { done: 2 }, keyframes: { done: 3 } } });
    expect(film.scenes[1]?.start).toEqual({
      ...film.scenes[0]?.end,
      source: 'inherited',
      link: `/v1/films/${id}/scenes/2/start`,
    });
  });

  it('is followed on another replica from where the client stopped, each event once', async () => {
    const { one, two } = setup();
    const { id } = await orderFilm(one);
    const facts = storyOf(id);
    const [snapshot, ...head] = await Promise.all([
      collect(readStream(`${one.url}/v1/films/${id}/events`), 5),
      one.hear(...facts.slice(0, 8)),
    ]).then(([messages]) => messages);
    const lastId = head.at(-1)?.id ?? '';
    const tail = collect(readStream(`${two.url}/v1/films/${id}/events`, { 'last-event-id': lastId }));
    await one.hear(...facts.slice(8));
    const seqs = [...head, ...(await tail)].map(({ id: seq }) => Number(seq));
    expect(seqs).toEqual(seqs.map((_, i) => Number(snapshot?.id) + 1 + i));
    const log = (await (
      await fetch(`${two.url}/v1/films/${id}/events?limit=500`, { headers: { accept: 'application/json' } })
    ).json()) as { data: { seq: number }[] };
    expect(log.data.at(-1)?.seq).toBe(seqs.at(-1));
  });

  it('gives a late client the snapshot, or what it missed, and then the end', async () => {
    const { one, two } = setup();
    const { id } = await orderFilm(one);
    await one.hear(...storyOf(id));
    const url = `${two.url}/v1/films/${id}/events`;
    const whole = await collect(readStream(`${url}?after=0`));
    expect(whole[0]?.event).toBe('film.created');
    expect(whole.at(-1)?.event).toBe('film.succeeded');
    const last = whole.at(-1)?.id ?? '';
    expect((await collect(readStream(url))).map(({ event }) => event)).toEqual(['snapshot']);
    expect(await collect(readStream(url, { 'last-event-id': last }))).toEqual([]);
    for (const bad of ['999999', 'x', '-1']) {
      const messages = await collect(readStream(url, { 'last-event-id': bad }));
      expect(messages.map(({ event }) => event)).toEqual(['snapshot']);
    }
  });

  it.each<[string, (film: FinishedFilm) => Promise<void>]>([
    [
      'has been changed and cancelled since',
      async ({ id, send, one, fact }) => {
        expect((await send('POST', 'scenes/1/regenerate')).status).toBe(202);
        expect((await send('POST', 'cancel')).status).toBe(202);
        for (const stage of ['planner', 'keyframer', 'clipper', 'stitcher'] as const) {
          await one.hear(fact('stage.cancelled', { revision: 2, stage }));
        }
        expect(await getFilm(one, id)).toMatchObject({ revision: 2, status: 'cancelled' });
      },
    ],
    ['has been cut in another way since', (film) => recut(film, 0)],
    [
      'has gone on since for just as many events as are read at once',
      async (film) => {
        await recut(film, 101);
        expect(await countEvents(film)).toBe(101);
      },
    ],
  ])('leaves a client that comes back late with what GET returns, though it %s', async (_, goOn) => {
    const { bundle, one } = setup();
    const { id } = await orderFilm(one);
    const url = `${one.url}/v1/films/${id}/events`;
    const [first] = await collect(readStream(url), 1);
    await goOn(await finishFilm(bundle, one, id));
    const snapshot = first?.data as Snapshot;
    const missed = await collect(readStream(url, { 'last-event-id': String(snapshot.seq) }));
    const events = missed.map(toEvent);
    expect(events.filter(({ name }) => name === 'film.succeeded').length).toBeGreaterThan(0);
    expect(events.reduce(applyStreamEvent, snapshot.film)).toEqual(await getFilm(one, id));
    expect(await collect(readStream(url, { 'last-event-id': missed.at(-1)?.id ?? '' }))).toEqual([]);
  });

  it('pages through its log as JSON', async () => {
    const { one } = setup();
    const { id } = await orderFilm(one);
    await one.hear(...storyOf(id).slice(0, 4));
    const page = async (query: string) => {
      const response = await fetch(`${one.url}/v1/films/${id}/events?${query}`, {
        headers: { accept: 'application/json' },
      });
      return (await response.json()) as { data: { seq: number }[]; nextCursor: string | null };
    };
    const first = await page('limit=3');
    expect(first.data.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const second = await page(`limit=3&after=${first.nextCursor}`);
    expect(second).toMatchObject({ data: [{ seq: 4 }, { seq: 5 }], nextCursor: null });
  });

  it('counts what every attempt came to', async () => {
    const { one } = setup();
    const { id } = await orderFilm(one);
    await one.hear(...storyOf(id));
    const costs = (await (await fetch(`${one.url}/v1/films/${id}/costs`)).json()) as {
      totals: object;
      attempts: object[];
    };
    expect(costs.totals).toEqual({
      estimate: '2.500000',
      held: '0.000000',
      captured: '0.540000',
      limit: '25.000000',
    });
    expect(costs.attempts).toHaveLength(6);
    expect(costs.attempts[0]).toMatchObject({ unit: { kind: 'storyboard' }, estimate: '0.100000', outcome: 'stored' });
  });

  it('is cancelled when every stage has let go, and wishing so twice is one wish', async () => {
    const { one, bundle } = setup();
    const { id } = await orderFilm(one);
    const following = collect(readStream(`${one.url}/v1/films/${id}/events`));
    const answers = await Promise.all([1, 2].map(() => post(`${one.url}/v1/films/${id}/cancel`, {})));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect((await getFilm(one, id)).status).toBe('cancelling');
    const fact = factsOf(id);
    for (const stage of ['planner', 'keyframer', 'clipper', 'stitcher'] as const) {
      await one.hear(fact('stage.cancelled', { revision: 1, stage }));
    }
    expect((await following).map(({ event }) => event).slice(-1)).toEqual(['film.cancelled']);
    expect((await post(`${one.url}/v1/films/${id}/cancel`, {})).status).toBe(202);
    const stated = await bundle.database.dataSource.query<unknown[]>(
      `SELECT 1 FROM outbox WHERE film_id = $1 AND name = 'film.cancel-requested'`,
      [id],
    );
    expect(stated).toHaveLength(1);
  });

  it('cannot be cancelled once it has ended, nor deleted before', async () => {
    const { one } = setup();
    const { id } = await orderFilm(one);
    const url = `${one.url}/v1/films/${id}`;
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(409);
    await one.hear(...storyOf(id));
    expect((await post(`${url}/cancel`, {})).status).toBe(409);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(`${url}/events`)).status).toBe(404);
  });

  it('is asked for again when nobody speaks of it, each time later', async () => {
    const { one, bundle } = setup();
    const { id } = await orderFilm(one);
    const silence = (seconds: number) =>
      bundle.database.dataSource.query(`UPDATE films SET heard_at = now() - make_interval(secs => $2) WHERE id = $1`, [
        id,
        seconds,
      ]);
    const countRequests = async () => {
      const rows = await bundle.database.dataSource.query<unknown[]>(
        `SELECT 1 FROM outbox WHERE film_id = $1 AND name = 'film.resync-requested'`,
        [id],
      );
      return rows.length;
    };
    const { ResyncSilentFilms } = await import('../src/films/resync-silent-films');
    const loop = one.service.app.get(ResyncSilentFilms, { strict: false });
    await silence(70);
    await loop.runOnce();
    expect(await countRequests()).toBe(1);
    await silence(70);
    await loop.runOnce();
    expect(await countRequests()).toBe(1);
    await silence(130);
    await loop.runOnce();
    await waitFor(async () => (await countRequests()) === 2);
    await silence(130);
    await one.hear(...storyOf(id).slice(0, 1));
    await loop.runOnce();
    expect(await countRequests()).toBe(2);
    await silence(70);
    await loop.runOnce();
    await waitFor(async () => (await countRequests()) === 3);
  });
});
