import type { DataSource, EntityManager } from 'typeorm';
import { AppError } from '@shared/errors/app-error';
import type { Attempt } from './attempt';
import type { Pools } from './pool';
import type { PoolStates } from './pool-states';

interface Asked {
  pools: Pools;
  states: PoolStates;
}

interface Parts extends Asked {
  db: DataSource;
}

/** Why nobody gets an answer of the model that an attempt waits for; null: somebody does by now. */
export async function findReasonToLeave({ model }: Attempt, { db, pools, states }: Parts): Promise<AppError | null> {
  const name = model ?? '';
  const whyNot = pools.findWhyNot(name);
  if (whyNot !== null) return new AppError('PROVIDER_AUTH', whyNot);
  const outage = await states.findOutage(db.manager, pools.of(name), { isWaiting: true });
  return outage && new AppError(outage.code, outage.message, { retryable: false, details: outage.details ?? {} });
}

/** Which of these models can be asked now by one that does not wait there yet. */
export async function listOpen(
  tx: EntityManager,
  models: readonly string[],
  { pools, states }: Asked,
): Promise<string[]> {
  const open: string[] = [];
  for (const model of models) {
    if (pools.findWhyNot(model) !== null) continue;
    if ((await states.findOutage(tx, pools.of(model), { isWaiting: false })) === null) open.push(model);
  }
  return open;
}
