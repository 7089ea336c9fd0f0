import { afterEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { withRescanningPlans } from '@shared/testing/rescanning-plans';
import { Admission } from '../pools/admission';
import { PoolStates } from '../pools/pool-states';
import type { Attempt } from './attempt';
import { AttemptRepository } from './attempt-repository';
import { lookAround } from './look-around';

const benches: GenerationBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

/** Ten attempts of one film in this status, due and in nobody's hands, for a model of this vendor. */
async function setup(status: string, provider = 'scripted') {
  const bench = await setUpGeneration();
  benches.push(bench);
  await bench.order(10);
  await bench.db.query(
    `UPDATE attempts SET status = $1, provider = $2, model = 'model', waits_since = clock_timestamp() - interval '1 h'`,
    [status, provider],
  );
  return bench;
}

function admissionOf({ outbox, pools, settings }: GenerationBench, db: DataSource): Admission {
  return new Admission({ db, pools, settings, states: new PoolStates(db, outbox, settings) });
}

type Claim = (bench: GenerationBench, db: DataSource, limit: number) => Promise<Attempt[]>;

const claimDue: Claim = (_, db, limit) => new AttemptRepository(db).claimDue('wrk_1', limit);

const claimStranded: Claim = async (bench, db, limit) => {
  const { waiting } = await lookAround(db);
  return admissionOf(bench, db).claimStranded(waiting, { owner: 'wrk_1', limit });
};

const admit: Claim = async (bench, db, limit) => {
  const { waiting } = await lookAround(db);
  return (await admissionOf(bench, db).admit(waiting, { owner: 'wrk_1', limit })).admitted;
};

describe('a worker leases no more than it has room for, whatever plan the database chooses', () => {
  it.each<[string, string, string, Claim]>([
    ['is due', 'planned', 'scripted', claimDue],
    ['waits where nobody answers', 'reserved', 'former', claimStranded],
    ['gets a slot', 'reserved', 'scripted', admit],
  ])('of what %s', async (_, status, provider, claim) => {
    const bench = await setup(status, provider);
    expect(await withRescanningPlans(bench.db, (db) => claim(bench, db, 2))).toHaveLength(2);
  });
});

describe('a worker begins with what has waited longest', () => {
  it.each<[string, string, Claim]>([
    ['is due', 'planned', claimDue],
    ['gets a slot', 'reserved', admit],
  ])('of what %s', async (_, status, claim) => {
    const bench = await setup(status);
    await bench.db.query(
      `UPDATE attempts SET due_at = clock_timestamp() - unit_n * interval '1 s', created_at = clock_timestamp() - unit_n * interval '1 s'`,
    );
    const claimed = await claim(bench, bench.db, 5);
    expect(claimed.map(({ unit }) => unit.n)).toEqual([10, 9, 8, 7, 6]);
  });
});
