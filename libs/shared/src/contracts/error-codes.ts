/** Every way in which work can fail, told apart by what has to happen next. Nothing else is ever written as a code. */
export const ERROR_CODE_NAMES = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'ILLEGAL_TRANSITION',
  'BUDGET_EXCEEDED',
  'TOO_FEW_CLIPS',
  'STORYBOARD_INVALID',
  'PROVIDER_REJECTED',
  'PROVIDER_REFUSED_CONTENT',
  'PROVIDER_AUTH',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_QUOTA_EXHAUSTED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_TIMEOUT',
  'PROVIDER_FAILED',
  'MODEL_RETIRED',
  'SUBMIT_UNKNOWN',
  'RESULT_UNRETRIEVABLE',
  'ARTIFACT_MISSING',
  'REFERENCE_UNAVAILABLE',
  'MEDIA_INVALID',
  'FFMPEG_FAILED',
  'DEPENDENCY_FAILED',
  'DEPENDENCY_UNAVAILABLE',
  'CANCELLED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODE_NAMES)[number];

/**
 * What follows of itself. never: nothing, somebody has to change something first. again: another attempt, of which a unit gets
 * so many. later: another attempt as soon as the provider allows it, which costs the unit none of its attempts.
 */
export type Retry = 'never' | 'again' | 'later';

/** Whether the same thing tried again may succeed. `generation/settlement/decide-retry.ts` says when and how often. */
export const RETRY: Record<ErrorCode, Retry> = {
  INVALID_INPUT: 'never',
  NOT_FOUND: 'never',
  CONFLICT: 'never',
  ILLEGAL_TRANSITION: 'never',
  BUDGET_EXCEEDED: 'never',
  TOO_FEW_CLIPS: 'never',
  STORYBOARD_INVALID: 'again',
  PROVIDER_REJECTED: 'never',
  PROVIDER_REFUSED_CONTENT: 'never',
  PROVIDER_AUTH: 'never',
  PROVIDER_RATE_LIMITED: 'later',
  PROVIDER_QUOTA_EXHAUSTED: 'later',
  PROVIDER_UNAVAILABLE: 'again',
  PROVIDER_TIMEOUT: 'again',
  PROVIDER_FAILED: 'again',
  MODEL_RETIRED: 'never',
  SUBMIT_UNKNOWN: 'never',
  RESULT_UNRETRIEVABLE: 'never',
  ARTIFACT_MISSING: 'again',
  REFERENCE_UNAVAILABLE: 'never',
  MEDIA_INVALID: 'again',
  FFMPEG_FAILED: 'again',
  DEPENDENCY_FAILED: 'never',
  DEPENDENCY_UNAVAILABLE: 'again',
  CANCELLED: 'never',
  INTERNAL: 'again',
};

/** The final statuses of an attempt without a result. */
export type FailedEnd = 'failed' | 'rejected' | 'unretrievable' | 'over_budget' | 'cancelled';

/** How an attempt that ends with the code may end. Empty: it ends none; it is waited for, or is about something else. */
export const ENDS_AS: Record<ErrorCode, readonly FailedEnd[]> = {
  // a model that cannot do what is asked, or that nobody here can be asked for
  INVALID_INPUT: ['failed'],
  NOT_FOUND: [],
  CONFLICT: [],
  ILLEGAL_TRANSITION: [],
  BUDGET_EXCEEDED: ['over_budget'],
  TOO_FEW_CLIPS: [],
  STORYBOARD_INVALID: ['failed'],
  PROVIDER_REJECTED: ['rejected'],
  // refused at once, or by an answer without a result
  PROVIDER_REFUSED_CONTENT: ['rejected', 'failed'],
  // failed: it waited for a model of which nobody gets an answer
  PROVIDER_AUTH: ['rejected', 'failed'],
  PROVIDER_RATE_LIMITED: ['rejected'],
  PROVIDER_QUOTA_EXHAUSTED: ['rejected', 'failed'],
  // rejected by a 409; failed: nobody got an answer for too long, or another model was asked instead
  PROVIDER_UNAVAILABLE: ['rejected', 'failed'],
  PROVIDER_TIMEOUT: ['failed'],
  PROVIDER_FAILED: ['failed'],
  MODEL_RETIRED: ['rejected', 'failed'],
  SUBMIT_UNKNOWN: ['failed'],
  RESULT_UNRETRIEVABLE: ['unretrievable'],
  ARTIFACT_MISSING: ['failed'],
  REFERENCE_UNAVAILABLE: [],
  MEDIA_INVALID: ['failed'],
  FFMPEG_FAILED: [],
  DEPENDENCY_FAILED: [],
  DEPENDENCY_UNAVAILABLE: [],
  CANCELLED: ['cancelled'],
  INTERNAL: ['failed'],
};

/** What the gateway answers over HTTP. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  INVALID_INPUT: 422,
  NOT_FOUND: 404,
  CONFLICT: 409,
  ILLEGAL_TRANSITION: 409,
  BUDGET_EXCEEDED: 402,
  TOO_FEW_CLIPS: 409,
  STORYBOARD_INVALID: 502,
  PROVIDER_REJECTED: 502,
  PROVIDER_REFUSED_CONTENT: 422,
  PROVIDER_AUTH: 502,
  PROVIDER_RATE_LIMITED: 503,
  PROVIDER_QUOTA_EXHAUSTED: 503,
  PROVIDER_UNAVAILABLE: 503,
  PROVIDER_TIMEOUT: 504,
  PROVIDER_FAILED: 502,
  MODEL_RETIRED: 502,
  SUBMIT_UNKNOWN: 502,
  RESULT_UNRETRIEVABLE: 502,
  ARTIFACT_MISSING: 404,
  REFERENCE_UNAVAILABLE: 422,
  MEDIA_INVALID: 422,
  FFMPEG_FAILED: 500,
  DEPENDENCY_FAILED: 409,
  DEPENDENCY_UNAVAILABLE: 503,
  CANCELLED: 409,
  INTERNAL: 500,
};
