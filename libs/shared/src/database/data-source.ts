import { createHash } from 'node:crypto';
import { DataSource, type MixedList, type QueryRunner } from 'typeorm';
import { PreparingClient } from './preparing-client';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- what TypeORM takes
type ClassList = MixedList<Function>;

export interface DataSourceOptions {
  url: string;
  /** The service's own; made when it is missing. */
  schema: string;
  migrations: ClassList;
  /** How the connections are called in `pg_stat_activity`. */
  applicationName: string;
  /** Most connections at once. Default 10. */
  poolSize?: number;
}

const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 5_000;
// A process that freezes, or is cut off, in mid-transaction must not keep its locks from all others.
const IDLE_IN_TRANSACTION_MS = 6_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** One service's schema. Not yet connected. Numbers of 8 bytes are read as numbers: ids, counts and micro-dollars all fit. */
export function createDataSource(options: DataSourceOptions): DataSource {
  const { url, schema, migrations, applicationName, poolSize = 10 } = options;
  const session = {
    search_path: schema,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    // Each connection would plan each statement five times more, in the very burst in which it is first used. What a plan has to see of a
    // value, such as the status that a partial index covers, is written out.
    plan_cache_mode: 'force_generic_plan',
  };
  return new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations,
    applicationName,
    poolSize,
    parseInt8: true,
    installExtensions: false,
    migrationsRun: false,
    migrationsTransactionMode: 'each',
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: PreparingClient,
      keepAlive: true,
      options: Object.entries(session)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
    },
  });
}

/** Brings the schema up to date. Any number of replicas may call it at once: they take turns. */
export async function migrate(dataSource: DataSource): Promise<void> {
  const schema = schemaOf(dataSource);
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SET statement_timeout = 0; SET lock_timeout = 0');
    // Without values, so without a limit: others may take their time.
    await runner.query(`SELECT pg_advisory_lock(${advisoryKey(schema, 'migrate')})`);
    await runner.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await dataSource.runMigrations();
  } finally {
    await giveBack(runner, advisoryKey(schema, 'migrate'));
  }
}

export function schemaOf(dataSource: DataSource): string {
  const { schema } = dataSource.options as { schema?: string };
  if (schema === undefined) throw new TypeError('A data source without a schema belongs to no service');
  return schema;
}

/** A key for Postgres advisory locks, which all schemas of a database share. */
export function advisoryKey(schema: string, purpose: string): string {
  return createHash('sha256').update(`reelwright/${schema}/${purpose}`).digest().readBigInt64BE(0).toString();
}

async function giveBack(runner: QueryRunner, key: string): Promise<void> {
  try {
    await runner.query('SELECT pg_advisory_unlock($1)', [key]);
    await runner.query('RESET statement_timeout; RESET lock_timeout');
  } finally {
    await runner.release();
  }
}
