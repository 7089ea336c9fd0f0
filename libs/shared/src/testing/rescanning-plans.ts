import { DataSource } from 'typeorm';

const PLANS = ['hashjoin', 'mergejoin', 'material', 'hashagg', 'sort'];

/**
 * Another way into a database, with one connection, whose planner has a subquery run again for each row wherever Postgres may do
 * that. Whatever claims with a limit has to keep it all the same.
 */
export async function withRescanningPlans<T>(db: DataSource, work: (rescanning: DataSource) => Promise<T>): Promise<T> {
  const rescanning = await new DataSource({ ...db.options, poolSize: 1 } as typeof db.options).initialize();
  try {
    for (const plan of PLANS) await rescanning.query(`SET enable_${plan} = off`);
    return await work(rescanning);
  } finally {
    await rescanning.destroy();
  }
}
