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

const TO_WHOM = { owner: 'wrk_1', limit: 2 };

describe('a worker leases no more than it has room for, whatever plan the database chooses', () => {
  it.each<[string, string, string, (bench: GenerationBench, db: DataSource) => Promise<Attempt[]>]>([
    ['is due', 'planned', 'scripted', (_, db) => new AttemptRepository(db).claimDue(TO_WHOM.owner, TO_WHOM.limit)],
    [
      'waits where nobody answers',
      'reserved',
      'former',
      async (bench, db) => {
        const { waiting } = await lookAround(db);
        return admissionOf(bench, db).claimStranded(waiting, TO_WHOM);
      },
    ],
    [
      'gets a slot',
      'reserved',
      'scripted',
      async (bench, db) => {
        const { waiting } = await lookAround(db);
        return (await admissionOf(bench, db).admit(waiting, TO_WHOM)).admitted;
      },
    ],
  ])('of what %s', async (_, status, provider, claim) => {
    const bench = await setup(status, provider);
    expect(await withRescanningPlans(bench.db, (db) => claim(bench, db))).toHaveLength(TO_WHOM.limit);
  });
});
