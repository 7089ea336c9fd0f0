import { LEASE_SECONDS } from '@shared/database/lease';
import type { Attempt } from '../attempts/attempt';

export interface Leased {
  attempts: readonly Attempt[];
  /** By this process's clock; reckoned from before the database was asked. */
  until: number;
}

/** Leads what a step has leased on its way to the worker whose step it was: it goes on with that without looking for it. */
export class Handover {
  private take: (leased: Leased) => void = () => undefined;

  /** `owner`: under this name the worker leases. */
  constructor(readonly owner: string) {}

  onLeased(take: (leased: Leased) => void): void {
    this.take = take;
  }

  /** Once the lease is committed. */
  pass(leased: Leased): void {
    this.take(leased);
  }
}

export function leaseEndsAt(): number {
  return performance.now() + LEASE_SECONDS * 1000;
}
