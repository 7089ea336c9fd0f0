import type { ErrorCode } from './error-codes';

/** An error in plain words, for docs, the command line and problem details. */
export interface ErrorGuide {
  means: string;
  /** What it does to the money of the attempt that it ends. */
  billed: string;
  /** What the user can do. */
  hint: string;
}

const NOTHING_BOUGHT = 'nothing was bought';
const FREE = 'no';
const IN_VAIN = 'what the provider reports, usually nothing';
const PAID = 'yes: the provider made something, and reports what it costs';
const COUNTS = 'perhaps: its price counts as spent';

export const ERROR_GUIDE: Record<ErrorCode, ErrorGuide> = {
  INVALID_INPUT: {
    means: 'Something in the request breaks a rule; `errors` names field, rule and value.',
    billed: NOTHING_BOUGHT,
    hint: 'Correct the fields that are named and send the request again.',
  },
  NOT_FOUND: {
    means: 'There is no such thing, or it is not yours, or it is not there yet.',
    billed: NOTHING_BOUGHT,
    hint: 'Check the id; a file of a film is there once the film shows a link to it.',
  },
  CONFLICT: {
    means: 'What was asked for contradicts what is there.',
    billed: NOTHING_BOUGHT,
    hint: 'Look at the film as it is now, then ask again.',
  },
  ILLEGAL_TRANSITION: {
    means: 'Something was to go from a status into one that cannot follow it.',
    billed: NOTHING_BOUGHT,
    hint: 'Look at the film as it is now; if nobody asked for this, it is a bug: please report it.',
  },
  BUDGET_EXCEEDED: {
    means: "The price does not fit what is left of the film's budget; `details` has current sum, price and limit.",
    billed: 'no: it is refused before anything is sent',
    hint: 'Raise budgetUsd (a retry takes a new one), or order fewer scenes, fewer seconds or a lower resolution.',
  },
  TOO_FEW_CLIPS: {
    means: 'Fewer clips succeeded than `minClips` asks for, so there is no film.',
    billed: 'the clips that were made, and no more',
    hint: 'See why scenes failed, change what they ask for if need be, and retry: only what is missing is made.',
  },
  STORYBOARD_INVALID: {
    means: "The planner's answer was cut off or breaks the rules of a storyboard. It is sent back once to be mended.",
    billed: PAID,
    hint: 'Order again, with a simpler prompt or fewer scenes; or give a storyboard of your own.',
  },
  PROVIDER_REJECTED: {
    means: 'The provider does not accept the request as it is.',
    billed: FREE,
    hint: 'Read what it says of the request; most often the model does not take this length, size or format.',
  },
  PROVIDER_REFUSED_CONTENT: {
    means:
      "The request is against the provider's content policy. The message says which input it means: prompt, start keyframe, end keyframe or a reference image.",
    billed: FREE,
    hint: 'Reword the prompt, or change the image that is named. The same request would be refused again.',
  },
  PROVIDER_AUTH: {
    means: 'The provider does not accept the key, or the key may not use this model.',
    billed: FREE,
    hint: 'Whoever runs Reelwright has to check the provider key, its project and its billing.',
  },
  PROVIDER_RATE_LIMITED: {
    means: 'Too many requests at once. All workers wait as long as the provider asks.',
    billed: FREE,
    hint: 'Nothing to do: it goes on of itself.',
  },
  PROVIDER_QUOTA_EXHAUSTED: {
    means: 'The quota of the day is used up. All workers wait until it is reset.',
    billed: FREE,
    hint: 'Wait for the reset at midnight Pacific time, or have the quota raised.',
  },
  PROVIDER_UNAVAILABLE: {
    means: 'The provider could not be reached, or could not do it now.',
    billed: 'no, where it is certain that nothing was accepted; else the submit is unknown and its price is held',
    hint: 'Nothing to do: it goes on of itself. If it lasts, see whether the provider reports an outage.',
  },
  PROVIDER_TIMEOUT: {
    means: 'The provider gave no answer in time.',
    billed: 'perhaps: the submit is unknown and its price is held until that is settled',
    hint: 'Nothing to do: it is asked what became of the request.',
  },
  PROVIDER_FAILED: {
    means: 'The provider began the work and ended it without a result.',
    billed: IN_VAIN,
    hint: 'It was tried again without success: retry the film later, or change the prompt of the scene.',
  },
  MODEL_RETIRED: {
    means: 'The provider no longer offers this model.',
    billed: FREE,
    hint: 'Retry the film with a current model behind the retired one (`models`, `GET /v1/models`); what is there is kept.',
  },
  SUBMIT_UNKNOWN: {
    means: 'The answer to a purchase was lost, and nobody can tell whether the provider accepted it.',
    billed: COUNTS,
    hint: "Compare the attempt's id with the provider's bill; retry the film if you accept that it may be paid twice.",
  },
  RESULT_UNRETRIEVABLE: {
    means: 'The provider has, or had, a result that could not be fetched. `details.operationId` is its name there.',
    billed: COUNTS,
    hint: 'Whoever runs Reelwright can look for the operation at the provider. It is not bought again without being asked for.',
  },
  ARTIFACT_MISSING: {
    means: 'A file that was made earlier is not in the store any more.',
    billed: NOTHING_BOUGHT,
    hint: 'It may have been removed: retry the film.',
  },
  REFERENCE_UNAVAILABLE: {
    means:
      'An image of the order cannot be had: the address does not lead to a PNG, JPEG or WebP image that may be fetched.',
    billed: NOTHING_BOUGHT,
    hint: 'Check the address in the field that is named, or upload the image; or allow `onMissingReference: textOnly`.',
  },
  MEDIA_INVALID: {
    means: 'An image or video is damaged, or is not what was asked for.',
    billed: PAID,
    hint: 'If you sent it, check the file. If the provider made it, it was tried again without success: retry the film later.',
  },
  FFMPEG_FAILED: {
    means: 'The program that reads and joins videos failed.',
    billed: NOTHING_BOUGHT,
    hint: 'Trying again may help; if it does not, the log of the service says why.',
  },
  DEPENDENCY_FAILED: {
    means: 'It was not begun, because something that it builds on could not be made.',
    billed: NOTHING_BOUGHT,
    hint: 'See the error of the scene or keyframe before it.',
  },
  DEPENDENCY_UNAVAILABLE: {
    means: 'The database, the broker or the store does not answer.',
    billed: NOTHING_BOUGHT,
    hint: 'Wait a moment and try again; what is under way goes on of itself.',
  },
  CANCELLED: {
    means: 'It was cancelled.',
    billed: 'what the provider had finished by then',
    hint: 'Order again if you want it after all.',
  },
  INTERNAL: {
    means: 'Something went wrong inside Reelwright.',
    billed: 'what was bought before it stays, and is used',
    hint: 'Trying again may help; if it does not, the log of the service says why.',
  },
};
