import { AppError } from '@shared/errors/app-error';
import type { Attempt } from '../attempts/attempt';
import type { Pool, Pools } from './pool';
import { type PollOutcome, Provider, type Recollection, type SubmitOutcome } from '../providers/provider';

type Asked = Pick<Attempt, 'pool' | 'provider' | 'model'>;

/**
 * Where an attempt was bought, or is about to be. Under another credential of the same vendor where its own is gone: keys are
 * renamed and replaced, accounts stay. Never nothing: what was bought is not forgotten because nobody can be asked after it now.
 */
export function findPool(pools: Pools, attempt: Asked): Pool {
  const { pool: name, provider: vendor, model } = attempt;
  const all = pools.all();
  return (
    all.find((pool) => pool.name === name) ??
    all.find((pool) => pool.vendor === vendor && pool.model === model) ??
    toAbsent(attempt)
  );
}

function toAbsent({ pool, provider, model }: Asked): Pool {
  const name = pool ?? `${provider ?? ''}/${model ?? ''}`;
  return {
    name,
    vendor: provider ?? '',
    model: model ?? '',
    provider: new AbsentProvider(name),
    maxInFlight: 0,
    maxPerMinute: 0,
    submitGapMs: 0,
    completionTimes: { medianMs: 60_000, sigma: 1 },
    successors: [],
  };
}

/** In the place of a vendor whose credentials were taken away: whatever is asked of it is for later. */
class AbsentProvider extends Provider {
  readonly name = 'absent';
  readonly offers = new Set<never>();

  constructor(private readonly pool: string) {
    super();
  }

  compose(): Promise<never> {
    return Promise.reject(this.error());
  }

  submit(): Promise<SubmitOutcome> {
    return Promise.resolve({ kind: 'not-sent', error: this.error() });
  }

  recall(): Promise<Recollection> {
    return Promise.reject(this.error());
  }

  poll(): Promise<PollOutcome> {
    return Promise.resolve({ kind: 'unreadable', error: this.error() });
  }

  download(): Promise<never> {
    return Promise.reject(this.error());
  }

  cancel(): Promise<void> {
    return Promise.reject(this.error());
  }

  private error(): AppError {
    return new AppError('PROVIDER_AUTH', `${this.pool} is no longer in the settings, so it cannot be asked`);
  }
}
