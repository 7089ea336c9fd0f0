import { setTimeout as sleep } from 'node:timers/promises';
import { quotaExceeded } from '../wire/quota-errors';
import {
  badGateway,
  blockedInput,
  conflict,
  forbidden,
  garbage,
  internalError,
  invalidArgument,
  notFound,
  overloaded,
  retiredModel,
} from '../wire/wire-error';
import type { Fault } from './fault';
import type { FaultTarget } from './fault-book';

/** Ends the connection without an answer: at once, or by never answering. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';

  constructor(readonly how: 'drop' | 'hang') {
    super(`Simulated ${how}`);
  }
}

const DEFAULT_RETRY_SECONDS = { minute: 1.5, day: 36_000 } as const;
const FIRST_INPUT = 'input[0]';

/** Throws what turns a request away before it is accepted; a poll or a download is such a request too. */
export async function strikeBeforeAccept(fault: Fault | null, target: FaultTarget): Promise<void> {
  if (fault === null) return;
  if (fault.fault !== 'slow' && fault.fault !== 'late') await pause(fault.delayMs);
  switch (fault.fault) {
    case '429-minute':
      throw toQuotaError(fault, target, 'minute');
    case '429-day':
      throw toQuotaError(fault, target, 'day');
    case '500':
      throw internalError();
    case '502':
      throw badGateway();
    case '503':
      throw overloaded(fault.retryAfterSeconds);
    case '400':
      throw invalidArgument('Request contains an invalid argument.');
    case '403':
      throw forbidden();
    case '404':
      throw notFound('Requested entity was not found.');
    case '409':
      throw conflict();
    case 'blocked-input':
      throw blockedInput(fault.flagged ?? FIRST_INPUT);
    case 'garbage':
      throw garbage();
    case 'retired':
      throw retiredModel(target.model);
    case 'drop-before-accept':
      throw new ConnectionFault('drop');
    case 'hang':
      throw new ConnectionFault('hang');
    default:
  }
}

/** The work is accepted and billed by now; what is lost is only the answer. */
export async function strikeAfterAccept(fault: Fault | null): Promise<void> {
  switch (fault?.fault) {
    case 'slow':
      return pause(fault.delayMs);
    case 'accept-then-drop':
      throw new ConnectionFault('drop');
    case 'accept-then-502':
      throw badGateway();
    case 'accept-then-503':
      throw overloaded(fault.retryAfterSeconds);
    case 'accept-then-garbage':
      throw garbage();
    default:
  }
}

// Google promises no Retry-After header, so it is sent only where a fault asks for one.
function toQuotaError(fault: Fault, target: FaultTarget, window: 'minute' | 'day') {
  const { retryAfterSeconds, retryAfterAs } = fault;
  const form = retryAfterAs ?? (retryAfterSeconds === undefined ? 'body' : 'both');
  const retryDelaySeconds = retryAfterSeconds ?? DEFAULT_RETRY_SECONDS[window];
  return quotaExceeded({ ...target, window, retryDelaySeconds, form });
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { ref: false });
}
