import type { ErrorCode } from '@shared/contracts/error-codes';
import type { SubmitOutcome } from '@shared/generation/providers/provider';

export interface VendorSubmitFault {
  name: string;
  /** As the simulator's fault book calls it. */
  fault: string;
  kind: SubmitOutcome['kind'];
  code: ErrorCode;
  /** Whether the vendor took the work on behind it. */
  isBilled: boolean;
}

const refused = { kind: 'refused', isBilled: false } as const;
const lost = { kind: 'ambiguous', code: 'PROVIDER_UNAVAILABLE', isBilled: true } as const;
const silent = { ...lost, isBilled: false } as const;

/** Every failure of one paid POST, as any vendor's wire can show it. */
export const VENDOR_SUBMIT_FAULTS: readonly VendorSubmitFault[] = [
  { name: '400', fault: '400', ...refused, code: 'PROVIDER_REJECTED' },
  { name: '403', fault: '403', ...refused, code: 'PROVIDER_AUTH' },
  { name: '409', fault: '409', ...refused, code: 'PROVIDER_UNAVAILABLE' },
  { name: '429', fault: '429-minute', ...refused, code: 'PROVIDER_RATE_LIMITED' },
  { name: 'a retired model', fault: 'retired', ...refused, code: 'MODEL_RETIRED' },
  { name: '500', fault: '500', ...silent },
  { name: '502 in HTML', fault: '502', ...silent },
  { name: '503', fault: '503', ...silent },
  { name: 'reset', fault: 'drop-before-accept', ...silent },
  { name: 'time-out', fault: 'hang', ...silent, code: 'PROVIDER_TIMEOUT' },
  { name: 'unreadable 200', fault: 'garbage', ...silent },
  { name: 'accepted, then an unreadable 200', fault: 'accept-then-garbage', ...lost },
  { name: 'accepted, then 503', fault: 'accept-then-503', ...lost },
  { name: 'accepted, then dropped', fault: 'accept-then-drop', ...lost },
];
