import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the migrations would do: each call that they make of the query runner, without a database. */
export async function recordMigrations(migrations: (new () => MigrationInterface)[]): Promise<string[]> {
  const calls: string[] = [];
  const runner = new Proxy({} as QueryRunner, {
    get:
      (_, method) =>
      (...args: unknown[]): Promise<unknown[]> => {
        calls.push(`${String(method)} ${JSON.stringify(args)}`);
        return Promise.resolve([]);
      },
  });
  for (const Migration of migrations) {
    calls.push(Migration.name);
    await new Migration().up(runner);
  }
  return calls;
}
