import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedPostgres, stopEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.ts';

// Each makes a cluster, which takes a second of an idle machine.
const cleanups: (() => Promise<unknown>)[] = [];

async function setup() {
  const dir = await mkdtemp(join(tmpdir(), 'reelwright-postgres-'));
  const dataDir = join(dir, 'postgres');
  cleanups.push(async () => {
    await stopEmbeddedPostgres(dataDir, 'SIGQUIT');
    const real = await realpath(dataDir).catch(() => dataDir);
    for (const path of [real, dir]) await rm(path, { recursive: true, force: true });
  });
  return { dataDir, start: () => startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } }) };
}

async function query({ localUrl: url }: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('startEmbeddedPostgres', () => {
  it('keeps its data from one start to the next', async () => {
    const { start } = await setup();
    const first = await start();
    await query(first, 'create table film as select 7 as scenes');
    await first.stop();
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second, 'select scenes from film')).toEqual([{ scenes: 7 }]);
  });

  it('adopts the server that outlived whoever started it', async () => {
    const { start } = await setup();
    const first = await start();
    const second = await start();
    const { pid, port, url, localUrl } = first;
    expect(second).toMatchObject({ adopted: true, pid, port, url, localUrl });
    await second.stop();
    expect((await start()).adopted).toBe(false);
  });

  it('answers at its socket file as well as on loopback', async () => {
    const { start } = await setup();
    const server = await start();
    const sql = 'select inet_server_addr() as address';
    expect(await query(server, sql)).toEqual([{ address: null }]);
    expect(await query({ ...server, localUrl: server.url }, sql)).toEqual([{ address: '127.0.0.1' }]);
  });

  it('leads to loopback where the socket file of the server that it adopts is gone', async () => {
    const { dataDir, start } = await setup();
    const first = await start();
    await rm(join(await realpath(dataDir), `.s.PGSQL.${first.port}`));
    const second = await start();
    expect(second).toMatchObject({ adopted: true, localUrl: first.url });
  });

  it('recovers after the server itself was killed', async () => {
    const { dataDir, start } = await setup();
    const first = await start();
    await query(first, 'create table film as select 7 as scenes');
    expect(await stopEmbeddedPostgres(dataDir, 'SIGKILL')).toBe(true);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second, 'select scenes from film')).toEqual([{ scenes: 7 }]);
  });

  it('starts although another process has the number that postmaster.pid names', async () => {
    const { dataDir, start } = await setup();
    await (await start()).stop();
    await writeFile(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1790000000\n5432\n`);
    expect((await start()).adopted).toBe(false);
  });

  it('shows the end of the log when the server refuses to start', async () => {
    const { dataDir } = await setup();
    const refusal = startEmbeddedPostgres({ dataDir, settings: { no_such_setting: 1 } });
    await expect(refusal).rejects.toThrow(/did not start[^]*no_such_setting/);
  });
});
