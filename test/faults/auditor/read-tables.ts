import pg from 'pg';

export type Row = Record<string, unknown>;

/** Every row of every table of these schemas, as JSON, and the database's own time. */
export interface Tables {
  nowMs: number;
  rows: (schema: string, table: string) => Row[];
  all: ReadonlyMap<string, Row[]>;
}

export async function readTables(databaseUrl: string): Promise<Tables> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const all = new Map<string, Row[]>();
    for (const name of await listTables(client)) all.set(name, await readTable(client, name));
    const {
      rows: [now],
    } = await client.query<{ ms: string }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms');
    return { nowMs: Number(now?.ms), rows: (schema, table) => all.get(`${schema}.${table}`) ?? [], all };
  } finally {
    await client.end();
  }
}

async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  return rows.map(({ name }) => name);
}

async function readTable(client: pg.Client, name: string): Promise<Row[]> {
  const [schema = '', table = ''] = name.split('.');
  const from = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`;
  const { rows } = await client.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM ${from} AS t`);
  return rows.map(({ row }) => row);
}
