import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import { buildRefusal, END_KEYFRAME, PROMPT, START_KEYFRAME } from '@shared/gemini/content-refusal';
import type { Complaint } from '../classify-exchange';
import type { Came } from '../exchange';
import { readJson } from '../read-json';
import { toComplaint } from '../to-complaint';

type Answer = Extract<Came, { kind: 'answer' }>;

export const FAL_INPUTS = [PROMPT, START_KEYFRAME, END_KEYFRAME];

export function readFalComplaint(answer: Answer): Complaint {
  const { message, types } = readDetails(answer);
  return toComplaint(answer.status, message, {
    isAboutContent: types.includes('content_policy_violation'),
    isExhausted: answer.status === 403 && /balance|insufficient/i.test(message),
  });
}

/** How a job ended whose result is an error; null where the answer is about the question and not about the job. */
export function readFalEnd(answer: Answer): AppError | 'cancelled' | null {
  const { message, types } = readDetails(answer);
  if (types.length === 0) return null;
  if (types.some((type) => type.includes('cancel'))) return 'cancelled';
  if (readFalComplaint(answer).isAboutContent === true) return buildRefusal(message, FAL_INPUTS, 'fal');
  return new AppError('PROVIDER_FAILED', `the job failed at fal (${types.join(', ')}): ${message.slice(0, 500)}`);
}

const detailSchema = z.union([
  z.string().transform((msg) => [{ loc: [], msg, type: '' }]),
  z.array(
    z.looseObject({ loc: z.array(z.unknown()).default([]), msg: z.string().default(''), type: z.string().default('') }),
  ),
]);

function readDetails({ text, headers }: Answer): { message: string; types: string[] } {
  const { data: details = [] } = detailSchema.safeParse(readJson(text)['detail']);
  const message = details.map(({ loc, msg }) => `${nameInput(loc)}${msg}`).join('; ');
  const types = [...details.map(({ type }) => type), headers.get('x-fal-error-type') ?? ''];
  return { message: message || 'no message', types: types.filter((type) => type !== '') };
}

// In the words by which a refusal is told apart.
function nameInput(loc: unknown[]): string {
  if (loc.includes('end_image_url')) return 'last frame: ';
  return loc.includes('image_url') ? 'first frame: ' : '';
}
