import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource, MigrationInterface } from 'typeorm';
import { createDataSource, migrate } from '@shared/database/data-source';
import { hashOf } from '@shared/contracts/canonical-json';
import { recordMigrations } from './record-migrations';
import { testServers } from './test-servers';

export interface TestDatabaseOptions {
  schema: string;
  migrations: (new () => MigrationInterface)[];
}

export interface TestDatabase {
  /** Of the fresh database; services under test connect here. */
  url: string;
  dataSource: DataSource;
  /** Disconnects everybody and removes it. */
  drop(): Promise<void>;
}

const STALE_SECONDS = 3600;

/** A database of one's own on the real server, cloned from a template that holds the migrated schema. For one spec file. */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const template = await ensureTemplate(options);
  const name = `rw_test_${nowSeconds()}_${randomBytes(4).toString('hex')}`;
  await asAdmin(async (admin) => {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = urlOf(name);
  const dataSource = await connect(url, options);
  const drop = async (): Promise<void> => {
    if (dataSource.isInitialized) await dataSource.destroy();
    await asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  };
  return { url, dataSource, drop };
}

// Keyed by the SQL that the migrations run, so that a changed migration never meets an old template.
async function ensureTemplate(options: TestDatabaseOptions): Promise<string> {
  const key = hashOf([options.schema, await recordMigrations(options.migrations)]).slice(0, 24);
  const name = `rw_template_${key}`;
  await asAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    if (await exists(admin, name)) return;
    await removeStale(admin);
    const draft = `${name}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft}`);
    const dataSource = await connect(urlOf(draft), options);
    await migrate(dataSource).finally(() => dataSource.destroy());
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

async function connect(url: string, { schema, migrations }: TestDatabaseOptions): Promise<DataSource> {
  return createDataSource({ url, schema, migrations, applicationName: 'test' }).initialize();
}

async function exists(admin: Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

// Left behind by runs that were killed.
async function removeStale(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^rw_test_[0-9]+_' AND split_part(datname, '_', 3)::bigint < $1`,
    [nowSeconds() - STALE_SECONDS],
  );
  for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
}

async function asAdmin(work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: testServers().postgres.url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(testServers().postgres.url);
  url.pathname = `/${database}`;
  return url.href;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
