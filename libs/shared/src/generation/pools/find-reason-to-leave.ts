import type { DataSource, EntityManager } from 'typeorm';
import { AppError } from '@shared/errors/app-error';
import type { Attempt } from '../attempts/attempt';
import type { Pools } from './pool';
import type { PoolStates } from './pool-states';

interface Asked {
  pools: Pools;
  states: PoolStates;
}

export interface LeaveParts extends Asked {
  db: DataSource;
}

/** `for-now`: it is chosen anew by whom it is made. `for-good`: it is not made there any more. `never`: there is nowhere to go. */
export type Departure = 'for-now' | 'for-good' | 'never';

/** Why nobody gets an answer of the model that an attempt waits for; null: somebody does by now. */
export async function findReasonToLeave(
  attempt: Attempt,
  parts: LeaveParts,
): Promise<{ error: AppError; leavesModel: Departure } | null> {
  const error = await findReason(attempt, parts);
  if (error === null) return null;
  const { fallbacks, model, provider } = attempt;
  const ofModel = parts.pools.of(model ?? '');
  const isMoved = ofModel.length > 0 && !ofModel.some(({ vendor }) => vendor === provider);
  if (isMoved || (await listOpen(parts.db.manager, fallbacks, parts)).length > 0)
    return { error, leavesModel: 'for-now' };
  return { error, leavesModel: fallbacks.length > 0 ? 'for-good' : 'never' };
}

async function findReason({ model, provider }: Attempt, { db, pools, states }: LeaveParts): Promise<AppError | null> {
  const name = model ?? '';
  const whyNot = pools.findWhyNot(name);
  if (whyNot !== null) return new AppError('PROVIDER_AUTH', whyNot);
  const ofModel = pools.of(name);
  if (!ofModel.some(({ vendor }) => vendor === provider))
    return new AppError('PROVIDER_AUTH', `${provider ?? ''} is not asked for ${name} any more`);
  const outage = await states.findOutage(db.manager, ofModel, { isWaiting: true });
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
