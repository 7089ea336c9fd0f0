import { AppError } from '@shared/errors/app-error';
import { toShownValue } from './shown-value';

export const IF_MATCH_RULE = 'The revision that is to be changed, as in the body; on another one the answer is 409';

/** The revision that a change is for: from the body or from If-Match, which must not disagree. Null when neither names one. */
export function parseRevision(inBody: number | undefined, ifMatch: string | undefined): number | null {
  const inHeader = parseIfMatch(ifMatch);
  if (inBody === undefined || inHeader === null || inBody === inHeader) return inBody ?? inHeader;
  throw invalid('If-Match', 'must name the same revision as the body', ifMatch);
}

function parseIfMatch(raw: string | undefined): number | null {
  if (raw === undefined || raw === '*') return null;
  const match = /^(?:W\/)?"?([1-9]\d{0,8})"?$/.exec(raw.trim());
  if (match) return Number(match[1]);
  throw invalid('If-Match', 'must be a revision, like "3"', raw);
}

function invalid(field: string, rule: string, raw: unknown): AppError {
  const errors = [{ field, rule, value: toShownValue(raw) }];
  return new AppError('INVALID_INPUT', `${field}: ${rule}`, { details: { errors } });
}
