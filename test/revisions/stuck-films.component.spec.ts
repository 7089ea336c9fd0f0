import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plan } from '@shared/contracts/revisions';
import { FilmBench } from './film-bench';

// What a bug in a handler looks like from outside: each time the fact comes, its transaction fails.
const BREAK = [
  `CREATE FUNCTION stitcher.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'on purpose'; END $$`,
  `CREATE TRIGGER refuse BEFORE INSERT ON stitcher.inbox
   FOR EACH ROW WHEN (NEW.name = 'clip.ready') EXECUTE FUNCTION stitcher.refuse()`,
];
const MEND = 'DROP FUNCTION stitcher.refuse() CASCADE';

describe('a film of which a service cannot take in a fact', () => {
  let bench: FilmBench;
  beforeAll(async () => {
    bench = await FilmBench.start({}, { RESYNC_AFTER_MS: '1000', GIVE_UP_AFTER_RESYNCS: '1' });
  });
  afterAll(() => bench.stop());

  it('fails after so many resyncs and says why; retried, it is finished with what was paid', async () => {
    for (const statement of BREAK) await bench.query(statement);
    const { id } = await bench.order({ prompt: 'A miller grinds the stars', scenes: 2 });
    const failed = await bench.ended(id);
    expect(failed).toMatchObject({
      status: 'failed',
      progress: { clips: { done: 2 } },
      error: { code: 'INTERNAL', details: { service: 'stitcher', event: 'clip.ready', times: 2 } },
    });
    const bought = await bench.bought(id);
    await bench.query(MEND);
    const recut = await bench.ask('PATCH', `/v1/films/${id}/cut`, { loudnessLufs: -18 });
    expect(recut).toMatchObject({ status: 409, body: { detail: expect.stringContaining('retried') } });
    const plan = await bench.ask<Plan>('POST', `/v1/films/${id}/retry`);
    expect(plan).toMatchObject({ status: 202, body: { totals: { stale: 0, missing: 0, price: '0.000000' } } });
    expect(await bench.ended(id)).toMatchObject({ status: 'succeeded', revision: 2, error: null });
    expect(await bench.bought(id)).toEqual(bought);
  });

  it('is none when all is heard once more by services that have forgotten what they heard', async () => {
    const { id } = await bench.order({ prompt: 'A weaver mends the wind', scenes: 2 });
    await bench.ended(id);
    await bench.settled();
    const [film, bought] = [await bench.film(id), await bench.bought(id)];
    for (const name of ['gateway', 'planner', 'keyframer', 'clipper', 'stitcher']) {
      await bench.query(`DELETE FROM ${name}.inbox WHERE film_id = $1`, [id]);
      await bench.query(`UPDATE ${name}.outbox SET sent_at = NULL WHERE film_id = $1`, [id]);
    }
    await bench.settled();
    expect(await bench.film(id)).toEqual(film);
    expect(await bench.bought(id)).toEqual(bought);
  });
});
