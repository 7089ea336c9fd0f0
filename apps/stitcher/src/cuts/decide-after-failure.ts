import { isTransientError } from '@shared/database/is-transient-error';
import type { ErrorCode } from '@shared/contracts/error-codes';
import { AppError, type ErrorFacts, toAppError, toErrorFacts } from '@shared/errors/app-error';

export type FailureDecision =
  | { kind: 'again'; dueInMs: number; tries: number; error: ErrorFacts }
  | { kind: 'fail'; tries: number; error: ErrorFacts };

const MAX_TRIES = 5;
const BACK_OFF_MS = { first: 1_000, most: 30_000, outage: 5_000 };
/** Other faults are in the clips themselves: the same again would come to the same. */
const WORTH_A_TRY: readonly ErrorCode[] = ['ARTIFACT_MISSING', 'FFMPEG_FAILED', 'INTERNAL'];
const DISK_CODES = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE', 'ENOMEM'];

/** `tries`: how many had failed before this one. An outage of store, database or disk is waited for and is no try. */
export function decideAfterFailure(error: unknown, tries: number): FailureDecision {
  const facts = toErrorFacts(error);
  if (isOutage(error)) return { kind: 'again', dueInMs: BACK_OFF_MS.outage, tries, error: facts };
  const failed = tries + 1;
  if (!WORTH_A_TRY.includes(facts.code) || failed >= MAX_TRIES) return { kind: 'fail', tries: failed, error: facts };
  const dueInMs = Math.min(BACK_OFF_MS.first * 2 ** tries, BACK_OFF_MS.most);
  return { kind: 'again', dueInMs, tries: failed, error: facts };
}

function isOutage(error: unknown): boolean {
  return isTransientError(error) || hasDiskCode(error) || isFullDisk(toAppError(error));
}

function hasDiskCode(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (DISK_CODES.includes((current as NodeJS.ErrnoException).code ?? '')) return true;
  }
  return false;
}

// ffmpeg has an exit code for every fault but this one.
function isFullDisk({ code, details }: AppError): boolean {
  const { stderr } = details;
  return code === 'FFMPEG_FAILED' && Array.isArray(stderr) && stderr.join('\n').includes('No space left on device');
}
