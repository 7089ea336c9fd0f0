import { setTimeout as sleep } from 'node:timers/promises';
import { quotaExceeded } from '../wire/quota-errors';
import { internalError, invalidArgument, overloaded, retiredModel } from '../wire/wire-error';
import type { Fault } from './fault';
import type { FaultTarget } from './fault-book';

/** Ends the connection without an answer: at once, or by never answering. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';

  constructor(readonly how: 'drop' | 'hang') {
    super(`Simulated ${how}`);
  }
}

const DEFAULT_RETRY_SECONDS = 1.5;
const SECONDS_TO_MIDNIGHT = 36_000;

/** Throws what turns a request away before it is accepted; a poll or a download is such a request too. */
export async function strikeBeforeAccept(fault: Fault | null, target: FaultTarget): Promise<void> {
  if (fault === null) return;
  if (fault.fault !== 'slow') await pause(fault.delayMs);
  const { retryAfterSeconds } = fault;
  const sendsHeader = retryAfterSeconds !== undefined;
  switch (fault.fault) {
    case '429-minute':
      throw quotaExceeded({
        ...target,
        window: 'minute',
        retryDelaySeconds: retryAfterSeconds ?? DEFAULT_RETRY_SECONDS,
        sendsHeader,
      });
    case '429-day':
      throw quotaExceeded({
        ...target,
        window: 'day',
        retryDelaySeconds: retryAfterSeconds ?? SECONDS_TO_MIDNIGHT,
        sendsHeader,
      });
    case '500':
      throw internalError();
    case '503':
      throw overloaded(retryAfterSeconds);
    case '400':
      throw invalidArgument('Request contains an invalid argument.');
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
  if (fault?.fault === 'slow') await pause(fault.delayMs);
  if (fault?.fault === 'accept-then-drop') throw new ConnectionFault('drop');
  if (fault?.fault === 'accept-then-503') throw overloaded(fault.retryAfterSeconds);
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { ref: false });
}
