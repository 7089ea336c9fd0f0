import type { Kind } from '../catalogue/models';
import type { Fault, FaultOperation } from './fault';

export interface FaultTarget {
  operation: FaultOperation;
  kind: Kind;
  model: string;
  prompt: string;
}

/** The faults still to strike, in the order in which they were given. */
export class FaultBook {
  private remaining: Fault[] = [];

  constructor(faults: readonly Fault[]) {
    this.replace(faults);
  }

  replace(faults: readonly Fault[]): void {
    this.remaining = faults.map((fault) => ({ ...fault }));
  }

  list(): readonly Fault[] {
    return this.remaining;
  }

  /** Uses up one strike of the first fault that fits. */
  take(target: FaultTarget): Fault | null {
    const fault = this.remaining.find((candidate) => isHit(candidate, target));
    if (fault === undefined) return null;
    fault.times -= 1;
    this.remaining = this.remaining.filter(({ times }) => times > 0);
    return fault;
  }
}

function isHit({ match }: Fault, target: FaultTarget): boolean {
  if (match.operation !== target.operation) return false;
  if (match.kind !== undefined && match.kind !== target.kind) return false;
  if (match.model !== undefined && match.model !== target.model) return false;
  return match.promptIncludes === undefined || target.prompt.includes(match.promptIncludes);
}
