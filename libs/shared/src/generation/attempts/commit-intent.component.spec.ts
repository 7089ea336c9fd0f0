import { afterEach, describe, expect, it } from '@jest/globals';
import { LeaseLostError } from '@shared/database/lease';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import type { Attempt } from './attempt';
import { AttemptRepository } from './attempt-repository';

const POOL = 'scripted/model/default';
const benches: GenerationBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

/** An attempt that was given a slot, and is leased. */
async function setup() {
  const bench = await setUpGeneration();
  benches.push(bench);
  const { db } = bench;
  const attempts = new AttemptRepository(db);
  await bench.order(1);
  await db.query(`UPDATE attempts SET status = 'admitted', pool = $1`, [POOL]);
  const [attempt] = await attempts.claimDue('wrk_1', 1);
  if (!attempt) throw new Error('nothing was claimed');
  const shut = (until: string) =>
    db.query(`INSERT INTO provider_pools (pool, ${until}) VALUES ($1, clock_timestamp() + interval '1 h')`, [POOL]);
  const commit = (mine: Attempt = attempt) => db.transaction((tx) => attempts.commitIntent(tx, mine, 60_000));
  const status = async () => (await db.query<[{ status: string }]>('SELECT status FROM attempts'))[0].status;
  return { db, attempt, shut, commit, status };
}

describe('an intent to submit', () => {
  it('is committed by who holds the lease', async () => {
    const { attempt, commit, status } = await setup();
    expect(await commit()).toMatchObject({ id: attempt.id, status: 'submitting', pool: POOL });
    expect(await status()).toBe('submitting');
  });

  it.each(['blocked_until', 'open_until'])('is not committed while nobody is to ask: %s', async (until) => {
    const { shut, commit, status } = await setup();
    await shut(until);
    expect(await commit()).toBeNull();
    expect(await status()).toBe('admitted');
  });

  it('is committed again when that time is over', async () => {
    const { db, shut, commit } = await setup();
    await shut('blocked_until');
    await db.query(`UPDATE provider_pools SET blocked_until = clock_timestamp()`);
    expect(await commit()).toMatchObject({ status: 'submitting' });
  });

  it('is committed once, and by nobody whose lease is gone', async () => {
    const { attempt, commit, status } = await setup();
    await expect(commit({ ...attempt, leaseToken: attempt.leaseToken - 1 })).rejects.toThrow(LeaseLostError);
    expect(await status()).toBe('admitted');
    await commit();
    await expect(commit()).rejects.toThrow(LeaseLostError);
  });
});
