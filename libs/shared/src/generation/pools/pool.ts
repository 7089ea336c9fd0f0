import type { CompletionTimes } from '../providers/poll-schedule';
import type { Provider } from '../providers/provider';

/** One model at one vendor under one credential: slots, limits, waits and circuits are counted by it. */
export interface Pool {
  /** `vendor/model/credential`; a model may have slashes in its name. */
  name: string;
  vendor: string;
  model: string;
  provider: Provider;
  /** Operations in flight, over all replicas. */
  maxInFlight: number;
  /** Submits in any 60 s, over all replicas. */
  maxPerMinute: number;
  /** Pause between two submits; 0 for none. */
  submitGapMs: number;
  /** How long its operations take, until its own times are known. */
  completionTimes: CompletionTimes;
  /** What to use instead when the model is gone. */
  successors: readonly string[];
}

/** What a pool's name says; no vendor and no credential has a slash in its name. */
export function parsePoolName(name: string): { vendor: string; model: string; credential: string } {
  const [vendor = '', ...rest] = name.split('/');
  return { vendor, model: rest.slice(0, -1).join('/'), credential: rest.at(-1) ?? '' };
}

/** Whom a stage can ask. */
export abstract class Pools {
  /** All that are configured. */
  abstract all(): readonly Pool[];

  /** Why a model cannot be asked at all; null where it can. */
  abstract findWhyNot(model: string): string | null;

  /** Those of one model; none where no vendor of it has a credential here. */
  of(model: string): readonly Pool[] {
    return this.all().filter((pool) => pool.model === model);
  }
}
