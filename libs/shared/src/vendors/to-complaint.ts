import type { Complaint } from './classify-exchange';
import { isContentRefusal } from './is-content-refusal';

const IS_GONE = /no longer available|deprecated|retired|shut ?down/i;

/** What an error body says: by its words where the vendor has no code for it. `byCode`: what it has codes for. */
export function toComplaint(status: number, message: string, byCode: Partial<Complaint> = {}): Complaint {
  const isInvalid = status === 400 || status === 422;
  return {
    ...byCode,
    message,
    isAboutContent: isInvalid && (byCode.isAboutContent === true || isContentRefusal(message)),
    isRetired: (status === 404 || status === 410) && IS_GONE.test(message),
  };
}
