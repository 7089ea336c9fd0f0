import { MODEL_KINDS } from '@shared/contracts/models';
import { optionalText, type OptionValues } from '../command';

/** Options of orders that say by which models a film is made. */
export const MODEL_OPTIONS = {
  'text-model': { type: 'string' },
  'image-model': { type: 'string' },
  'video-model': { type: 'string' },
  'fallback-on-refusal': { type: 'boolean' },
} as const;

/** What of them is given; each is one name, or several in their order, joined by commas. */
export function toModels(values: OptionValues): object {
  const named = MODEL_KINDS.flatMap((kind) => {
    const names = optionalText(values, `${kind}-model`);
    return names === undefined ? [] : [[kind, names.split(',').map((name) => name.trim())] as const];
  });
  return {
    ...(named.length > 0 && { models: Object.fromEntries(named) }),
    ...(values['fallback-on-refusal'] === true && { fallbackOnRefusal: true }),
  };
}
