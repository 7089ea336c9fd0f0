import type { ModelView } from '@shared/contracts/model-list';
import type { ModelCapabilities } from '@shared/vendors/model-capabilities';
import { type PoolOutage, STAGE_OF } from './pool-outages';

const A_DAY_MS = 24 * 3_600_000;

/** Where nobody gets an answer of a model now, by credential. */
export function listOutages(
  { vendor, model, kind }: ModelCapabilities,
  { outages, at }: { outages: readonly PoolOutage[]; at: Date },
): ModelView['outages'] {
  return outages
    .filter((one) => one.stage === STAGE_OF[kind] && one.vendor === vendor && one.model === model)
    .flatMap(({ credential, outage: { since, until, reason } }) => {
      const overMs = at.getTime() - new Date(until).getTime();
      if (overMs >= lastsMs(reason.code)) return [];
      const { code, message } = reason;
      return { credential, state: overMs < 0 ? 'shut' : 'on-trial', since, until, reason: { code, message } } as const;
    });
}

// A quota is back of itself. Of anything else only a request tells that it is over; where none was made for a day, nobody knows.
function lastsMs(code: ModelView['outages'][number]['reason']['code']): number {
  return code === 'PROVIDER_QUOTA_EXHAUSTED' ? 0 : A_DAY_MS;
}
