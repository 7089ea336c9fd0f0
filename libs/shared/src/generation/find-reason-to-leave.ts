import type { DataSource } from 'typeorm';
import { AppError } from '@shared/errors/app-error';
import type { Attempt } from './attempt';
import type { Pools } from './pool';
import type { PoolStates } from './pool-states';

interface Parts {
  db: DataSource;
  pools: Pools;
  states: PoolStates;
}

/** Why nobody gets an answer of the model that an attempt waits for; null: somebody does by now. */
export async function findReasonToLeave({ model }: Attempt, { db, pools, states }: Parts): Promise<AppError | null> {
  const name = model ?? '';
  const whyNot = pools.findWhyNot(name);
  if (whyNot !== null) return new AppError('PROVIDER_AUTH', whyNot);
  const outage = await states.findOutage(db.manager, pools.of(name), { isWaiting: true });
  return outage && new AppError(outage.code, outage.message, { retryable: false, details: outage.details ?? {} });
}
