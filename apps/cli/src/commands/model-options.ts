import { MODEL_KINDS } from '@shared/contracts/models';
import { optionalText, type OptionValues } from '../command';

/** Options of commands that say by which models a film is made. */
export const MODEL_NAME_OPTIONS = {
  'text-model': { type: 'string' },
  'image-model': { type: 'string' },
  'video-model': { type: 'string' },
} as const;

/** Options of orders that say by which models a film is made. */
export const MODEL_OPTIONS = {
  ...MODEL_NAME_OPTIONS,
  'fallback-on-refusal': { type: 'boolean' },
} as const;

/** What of them is given. */
export function toModels(values: OptionValues): object {
  return { ...toModelNames(values), ...(values['fallback-on-refusal'] === true && { fallbackOnRefusal: true }) };
}

/** Each is one name, or several in their order, joined by commas. */
export function toModelNames(values: OptionValues): object {
  const named = MODEL_KINDS.flatMap((kind) => {
    const names = optionalText(values, `${kind}-model`);
    return names === undefined ? [] : [[kind, names.split(',').map((name) => name.trim())] as const];
  });
  return named.length === 0 ? {} : { models: Object.fromEntries(named) };
}
