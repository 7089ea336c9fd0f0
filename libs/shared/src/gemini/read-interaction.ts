import type { Interactions } from '@google/genai';
import { AppError } from '@shared/errors/app-error';
import { buildRefusal, isRefusal } from './content-refusal';
import type { Interaction } from './interaction';

/** When it was bought. A time that cannot be read must not cost the result. */
export function boughtAt({ created }: Interaction): Date {
  const at = new Date(created ?? '');
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** All parts of one kind that the model put out, in order. */
export function outputsOf(interaction: Interaction): Interactions.Content[] {
  return (interaction.steps ?? []).flatMap((step) => (step.type === 'model_output' ? (step.content ?? []) : []));
}

export function wordsOf(interaction: Interaction): string {
  return outputsOf(interaction)
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('');
}

/** What was put out of one kind, in the tokens that it is billed by; 0 where the provider reports none. */
export function tokensOf({ usage }: Interaction, modality: 'image' | 'video'): number {
  return (usage?.output_tokens_by_modality ?? [])
    .filter((counted) => counted.modality === modality)
    .reduce((sum, { tokens = 0 }) => sum + tokens, 0);
}

/** Of an interaction that the provider itself calls failed. `inputs`: names of what was sent, in order. */
export function buildFailure({ status, errors }: Interaction, inputs: readonly string[]): AppError {
  const words = (errors ?? []).map(({ message }) => message ?? '').join('; ');
  if (isRefusal(words)) return buildRefusal(words, inputs);
  const message = `the interaction ended as ${status}${words === '' ? '' : `: ${words.slice(0, 500)}`}`;
  return new AppError('PROVIDER_FAILED', message);
}

/** Of one that is completed and has no result in it. A refusal is words, and costs nothing; what costs something was made. */
export function buildEmptiness(interaction: Interaction, inputs: readonly string[], isBilled: boolean): AppError {
  const words = wordsOf(interaction);
  if (!isBilled) return buildRefusal(words, inputs);
  return new AppError('PROVIDER_FAILED', `Gemini billed a result that is not in its answer: ${words.slice(0, 500)}`);
}
