import type { Complaint } from './classify-exchange';
import type { Came } from './exchange';
import { readJson } from './read-json';
import { toComplaint } from './to-complaint';

const ABOUT_CONTENT = /moderation|content_policy|content_filter/;
const EXHAUSTED = /insufficient_(quota|credit|balance|funds)|billing_hard_limit_reached/;

/** What an error body says in one of the forms that most vendors have: see `readUsualError`. */
export function readUsualComplaint({ status, text }: Extract<Came, { kind: 'answer' }>): Complaint {
  const { message, code } = readUsualError(readJson(text));
  return toComplaint(status, message, { isAboutContent: isContentCode(code), isExhausted: EXHAUSTED.test(code) });
}

/** `{ error: { message, code } }`, or the same without `error`; the words also as `error`, `detail`, `title`; the code as `type`. */
export function readUsualError(body: Record<string, unknown>): { message: string; code: string } {
  const { error } = body;
  const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : body;
  const words = [inner['message'], error, [body['title'], body['detail']].filter(isText).join(': ')];
  return { message: words.find(isText) ?? 'no message', code: [inner['code'], inner['type']].find(isText) ?? '' };
}

export function isContentCode(code: string): boolean {
  return ABOUT_CONTENT.test(code);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
