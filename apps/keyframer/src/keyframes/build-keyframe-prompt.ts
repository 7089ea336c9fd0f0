import type { KeyframeInputs } from '@shared/build-graph/describe-film';
import type { ReferenceInput } from '@shared/build-graph/scene-images';

/** The words for one still, from its inputs and nothing else. Words that change here raise `TEMPLATES.keyframe`. */
export function buildKeyframePrompt(inputs: KeyframeInputs, isContinued: boolean): string {
  const { framePrompt, keyDetails, characters, style, references = [], note } = inputs;
  return [
    framePrompt,
    `Must be seen: ${keyDetails.join('; ')}.`,
    ...characters.map(
      ({ name, face, clothing, identityTag }) => `${name} (${identityTag}): ${face}; wears ${clothing}.`,
    ),
    `Style: ${style.look}. Camera: ${style.camera}. Lighting: ${style.lighting}. Palette: ${style.palette}.`,
    ...(note === undefined ? [] : [`Different from the last take: ${note}`]),
    ...(isContinued ? [references.length > 0 ? `The first image: ${CONTINUE}` : CONTINUE] : []),
    ...references.map(({ name, kind }, i) => describeReference(i + (isContinued ? 2 : 1), { name, kind })),
    'One photographic frame of a film. No text, no captions, no borders, no split screen.',
  ].join('\n');
}

function describeReference(place: number, { name, kind }: Pick<ReferenceInput, 'name' | 'kind'>): string {
  const what = kind === 'character' ? 'face, hair, build and clothing' : 'architecture, layout and materials';
  return `Image ${place} is a reference of ${name}: keep its ${what} exactly, and nothing else of that image.`;
}

const CONTINUE =
  'The given image is an earlier moment of the same shot: keep its style, light, composition, place and every character exactly, and change only what the description says has moved.';
