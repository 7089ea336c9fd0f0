import type { KeyframeInputs } from '@shared/build-graph/describe-film';

/** The words for one still, from its inputs and nothing else. Words that change here raise `TEMPLATES.keyframe`. */
export function buildKeyframePrompt(inputs: KeyframeInputs, isContinued: boolean): string {
  const { framePrompt, keyDetails, characters, style, note } = inputs;
  return [
    framePrompt,
    `Must be seen: ${keyDetails.join('; ')}.`,
    ...characters.map(
      ({ name, face, clothing, identityTag }) => `${name} (${identityTag}): ${face}; wears ${clothing}.`,
    ),
    `Style: ${style.look}. Camera: ${style.camera}. Lighting: ${style.lighting}. Palette: ${style.palette}.`,
    ...(note === undefined ? [] : [`Different from the last take: ${note}`]),
    ...(isContinued ? [CONTINUE] : []),
    'One photographic frame of a film. No text, no captions, no borders, no split screen.',
  ].join('\n');
}

const CONTINUE =
  'The given image is an earlier moment of the same shot: keep its style, light, composition, place and every character exactly, and change only what the description says has moved.';
