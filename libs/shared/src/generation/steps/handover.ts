import { LEASE_SECONDS } from '@shared/database/lease';
import type { Attempt } from '../attempts/attempt';

export interface Leased {
  attempts: readonly Attempt[];
  /** By this process's clock; reckoned from before the database was asked. */
  until: number;
}

interface Taker {
  /** Whether it takes more: not while it stops, nor while nobody sees that it is there. */
  isOpen: () => boolean;
  take: (leased: Leased) => void;
}

/** Leads what a step has leased on its way to the worker whose step it was: it goes on with that without looking for it. */
export class Handover {
  private worker: Taker | null = null;

  /** `owner`: under this name the worker leases. */
  constructor(readonly owner: string) {}

  leadTo(worker: Taker): void {
    this.worker = worker;
  }

  /** Asked before anything is leased. */
  get isOpen(): boolean {
    return this.worker?.isOpen() ?? false;
  }

  /** Once the lease is committed. */
  pass(leased: Leased): void {
    this.worker?.take(leased);
  }
}

export function leaseEndsAt(): number {
  return performance.now() + LEASE_SECONDS * 1000;
}
