import { type LeasedWork, LeaseWorker, type WorkerParts } from '../leases/lease-worker';
import type { Cut } from './cut';
import { CUT_BELL, type CutLeases, leaseKey } from './cut-leases';
import type { CutSteps } from './cut-steps';

/** Makes films of clips. */
export class CutWorker extends LeaseWorker<Cut> {
  constructor(
    { leases, steps, atOnce }: { leases: CutLeases; steps: CutSteps; atOnce: number },
    parts: Omit<WorkerParts<Cut>, 'work'>,
  ) {
    const work: LeasedWork<Cut> = {
      name: 'cuts',
      table: 'cuts',
      leased: 'lease_until IS NOT NULL',
      bell: CUT_BELL,
      atOnce,
      claim: (owner, limit) => steps.claim(owner, limit),
      run: (cut, signals) => steps.run(cut, signals),
      renew: (cuts) => leases.renew(cuts),
      nextDueInMs: () => leases.nextDueInMs(),
      keyOf: leaseKey,
    };
    super({ ...parts, work });
  }
}
