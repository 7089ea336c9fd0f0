import { AppError } from '@shared/errors/app-error';

// https://ai.google.dev/gemini-api/docs/safety-settings; Veo adds support codes to each refusal.
const REFUSAL =
  /safety|prohibited (use|content)|responsible ai|(content|usage) polic|blocked|sensitive|support codes?: *\d/i;

/** Whether an error is about what the request shows or says, and not about its form. */
export function isRefusal(words: string): boolean {
  return REFUSAL.test(words);
}

/** `inputs`: what is sent, by its name for a reader and in the order in which it is sent. */
export function buildRefusal(words: string, inputs: readonly string[], vendor = 'Gemini'): AppError {
  const flagged = nameFlaggedInput(words, inputs);
  const said = words.trim().slice(0, 500) || 'it gave no reason';
  return new AppError('PROVIDER_REFUSED_CONTENT', `${vendor} refused the ${flagged}: ${said}`, {
    details: { flagged },
  });
}

const IMAGE = /\b(?:image|picture|photo|frame)/i;

// There is no field that says it: a place in the input list where Google names one, else its words, else the prompt.
function nameFlaggedInput(words: string, inputs: readonly string[]): string {
  const images = inputs.filter((name) => name !== PROMPT);
  const place = /\binput\[(\d+)\]/i.exec(words)?.[1];
  const byPlace = place === undefined ? undefined : inputs[Number(place)];
  const number = /\bimage *#?(\d)\b/i.exec(words)?.[1];
  const byNumber = number === undefined ? undefined : images[Number(number) - 1];
  const byFrame = FRAMES.find(({ words: frame, name }) => frame.test(words) && images.includes(name))?.name;
  const named = byPlace ?? byNumber ?? byFrame;
  if (named !== undefined) return named;
  const isImage = /\b(?:input|given|provided|uploaded|reference|source) /i.test(words) && IMAGE.test(words);
  return isImage && images.length > 0 ? images.join(' or the ') : PROMPT;
}

export function referenceNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `reference image ${i + 1}`);
}

export const PROMPT = 'prompt';
export const START_KEYFRAME = 'start keyframe';
export const END_KEYFRAME = 'end keyframe';

const FRAMES = [
  { words: /\b(?:first|start(?:ing)?)[ _-]?(?:frame|image)/i, name: START_KEYFRAME },
  { words: /\b(?:last|end(?:ing)?)[ _-]?(?:frame|image)/i, name: END_KEYFRAME },
];
