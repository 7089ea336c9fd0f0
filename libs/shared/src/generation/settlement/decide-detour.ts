import type { AppError } from '@shared/errors/app-error';

/** Another way than to ask the same again: what failed is not the request. */
export type Detour = 'other-credential' | 'next-model';

interface Ways {
  /** Whether the same model can be asked under another credential now. */
  hasOtherCredential: boolean;
  /** Models that are left to try. */
  fallbacks: readonly string[];
}

/** Null: nothing of the kind is to be had, or a detour would not help. What may have been accepted is never gone round. */
export function decideDetour(error: AppError, { hasOtherCredential, fallbacks }: Ways): Detour | null {
  if (isOfCredential(error) && hasOtherCredential) return 'other-credential';
  return (isOfCredential(error) || isOfModel(error)) && fallbacks.length > 0 ? 'next-model' : null;
}

function isOfCredential({ code }: AppError): boolean {
  return code === 'PROVIDER_QUOTA_EXHAUSTED' || code === 'PROVIDER_AUTH';
}

// A vendor that does not know the model, or not for us, says so with a 404.
function isOfModel({ code, details }: AppError): boolean {
  return code === 'MODEL_RETIRED' || (code === 'PROVIDER_REJECTED' && details['httpStatus'] === 404);
}
