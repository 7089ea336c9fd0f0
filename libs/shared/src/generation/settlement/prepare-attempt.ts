import type { EntityManager } from 'typeorm';
import { AppError, type ErrorFacts, toAppError, toErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '../attempts/attempt';
import { type Candidate, type Choice, chooseModel, type PassedOver } from '../attempts/choose-model';
import type { Pools } from '../pools/pool';
import type { PoolStates } from '../pools/pool-states';
import type { Prepared, Workload } from '../attempts/workload';

/** A request, and by whom it is to be done. */
export interface Reservation extends Prepared {
  provider: string;
  model: string;
  /** Models that the unit goes on without. */
  passedOver: readonly PassedOver[];
  fallbacks: readonly string[];
}

export interface PrepareParts {
  tx: EntityManager;
  workload: Workload;
  pools: Pools;
  states: PoolStates;
  /** Of those that can do it: whose price is not to be had, while one that is out may be cheaper. */
  tooDear: readonly PassedOver[];
}

/** Chooses the model of an attempt and builds what it is to be asked. A model that cannot do it is passed over where there is another. */
export async function prepareAttempt(attempt: Attempt, parts: PrepareParts): Promise<Reservation> {
  const candidates = await listCandidates(attempt, parts);
  let left: readonly PassedOver[] = [
    ...attempt.passedOver,
    ...(attempt.leaving ? [attempt.leaving] : []),
    ...parts.tooDear,
  ];
  for (;;) {
    const choice = chooseModel(candidates, left) ?? throwOnNoModel(attempt);
    const { candidate, passedOver, fallbacks } = choice;
    const { provider, model } = candidate;
    try {
      throwOnNobody(choice, parts.pools);
      return { ...(await parts.workload.prepare(attempt, model)), provider, model, passedOver, fallbacks };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'INVALID_INPUT' || fallbacks.length === 0) throw thrown;
      left = [...passedOver, { provider, model, reason: toErrorFacts(error) }];
    }
  }
}

async function listCandidates(attempt: Attempt, { tx, workload, pools, states }: PrepareParts): Promise<Candidate[]> {
  const models = await workload.listModels(attempt);
  return Promise.all(
    models.map(async (model) => {
      const ofModel = pools.of(model);
      const whyNot = pools.findWhyNot(model);
      const outage: ErrorFacts | null =
        whyNot === null
          ? await states.findOutage(tx, ofModel, { isWaiting: false })
          : { code: 'INVALID_INPUT', message: whyNot };
      return { model, provider: ofModel[0]?.vendor ?? 'none', outage };
    }),
  );
}

function throwOnNoModel({ id }: Attempt): never {
  throw new AppError('INVALID_INPUT', `no model is left for attempt ${id}`);
}

function throwOnNobody({ candidate: { model } }: Choice, pools: Pools): void {
  const whyNot = pools.findWhyNot(model);
  if (whyNot !== null) throw new AppError('INVALID_INPUT', whyNot);
}
