import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { newId } from '@shared/contracts/ids';
import { LeaseLostError } from '@shared/database/lease';
import { AssemblyTables1763700000000 } from '../migrations/assembly-tables';
import { StitcherTables1763683200000 } from '../migrations/stitcher-tables';
import type { Cut } from './cut';
import { CutLeases } from './cut-leases';
import { CutRepository } from './cut.repository';

describe('CutLeases', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({
      schema: 'stitcher',
      migrations: [StitcherTables1763683200000, AssemblyTables1763700000000],
    });
  });
  afterAll(() => database.drop());

  async function setup({ due = 1 } = {}) {
    const { dataSource } = database;
    await dataSource.query('TRUNCATE cuts');
    const filmIds = Array.from({ length: due }, () => newId('film'));
    await dataSource.query(
      `INSERT INTO cuts (film_id, revision, tenant_id, status) SELECT id, 1, 'default', 'due' FROM unnest($1::text[]) AS id`,
      [filmIds],
    );
    const leases = new CutLeases(dataSource);
    const claim = (owner: string, limit = 1) => dataSource.transaction((tx) => leases.claim(tx, owner, limit));
    const expire = () => dataSource.query(`UPDATE cuts SET lease_until = clock_timestamp() - interval '1 second'`);
    const cuts = new CutRepository();
    const move = (cut: Cut, to: 'ready' | 'due', dueInMs = 0) =>
      dataSource.transaction((tx) => cuts.move(tx, cut, to, { dueInMs }));
    return { filmIds, leases, claim, expire, move };
  }

  async function claimOne(claim: (owner: string) => Promise<Cut[]>, owner: string): Promise<Cut> {
    const [cut] = await claim(owner);
    if (!cut) throw new Error(`nothing was due for ${owner}`);
    return cut;
  }

  it('gives each due cut to one of many workers', async () => {
    const { claim, filmIds } = await setup({ due: 12 });
    const claimed = await Promise.all(Array.from({ length: 8 }, (_, n) => claim(`worker ${n}`, 2)));
    const rest = await claim('late', 12);
    const taken = [...claimed.flat(), ...rest].map(({ filmId }) => filmId);
    expect(taken.sort()).toEqual([...filmIds].sort());
  });

  it('passes a cut on when its lease has run out, and fences the worker that had it', async () => {
    const { claim, expire, leases, move } = await setup();
    const lost = await claimOne(claim, 'first');
    expect(await claim('second')).toEqual([]);
    await expire();
    const held = await claimOne(claim, 'second');
    expect(held.leaseToken).toBe(lost.leaseToken + 1);
    expect((await leases.renew([lost, held])).size).toBe(1);
    await expect(move(lost, 'ready')).rejects.toBeInstanceOf(LeaseLostError);
    await move(held, 'ready');
    await expect(move(held, 'ready')).rejects.toBeInstanceOf(LeaseLostError);
  });

  it('prolongs a lease that it renews', async () => {
    const { claim, expire, leases } = await setup();
    const held = await claimOne(claim, 'first');
    await expire();
    await leases.renew([held]);
    expect(await claim('second')).toEqual([]);
  });

  it('knows when the next cut is due', async () => {
    const { claim, leases, move } = await setup();
    expect(await leases.nextDueInMs()).toBeLessThanOrEqual(0);
    const held = await claimOne(claim, 'first');
    expect(await leases.nextDueInMs()).toBeGreaterThan(8_000);
    await move(held, 'due', 60_000);
    expect(await claim('first')).toEqual([]);
    expect(await leases.nextDueInMs()).toBeGreaterThan(50_000);
  });

  it('has one film step aside for each cut that is kept waiting', async () => {
    const { leases } = await setup({ due: 2 });
    const { dataSource } = database;
    const answer = () => dataSource.transaction((tx) => leases.answerKeptWaiting(tx));
    expect([await leases.isAnyKeptWaiting(dataSource.manager), await answer()]).toEqual([false, false]);
    await dataSource.query(`UPDATE cuts SET due_at = clock_timestamp() - interval '3 seconds'`);
    expect(await leases.isAnyKeptWaiting(dataSource.manager)).toBe(true);
    expect([await answer(), await answer(), await answer()]).toEqual([true, true, false]);
  });

  it('refuses a move that the table of transitions does not have', async () => {
    const { move } = await setup();
    const [cut] = await database.dataSource.query<Cut[]>(
      `SELECT film_id AS "filmId", revision, status, lease_token AS "leaseToken" FROM cuts`,
    );
    expect(cut).toBeDefined();
    await expect(move(cut as Cut, 'ready')).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
  });
});
