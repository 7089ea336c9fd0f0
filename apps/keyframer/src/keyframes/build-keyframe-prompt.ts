import type { KeyframePlace } from '@shared/contracts/keyframe-layout';
import type { Character, Scene, Storyboard } from '@shared/contracts/storyboard';
import { sceneOf } from '@shared/generation/storyboard-library';

/**
 * The words for one still. The first of a chain opens its scene; every other ends the scene before it, and is thereby the
 * start of the next.
 */
export function buildKeyframePrompt(
  storyboard: Storyboard,
  { position, startsScene, endsScene }: KeyframePlace,
): string {
  const n = (position === 0 ? startsScene : endsScene) ?? 1;
  const scene = sceneOf(storyboard, n);
  const still = position === 0 ? scene.startFramePrompt : scene.endFramePrompt;
  return [
    still,
    `Must be seen: ${scene.keyDetails.join('; ')}.`,
    ...describeCharacters(storyboard.characters, scene),
    describeStyle(storyboard),
    ...(position === 0 ? [] : [CONTINUE]),
    'One photographic frame of a film. No text, no captions, no borders, no split screen.',
  ].join('\n');
}

const CONTINUE =
  'The given image is an earlier moment of the same shot: keep its style, light, composition, place and every character exactly, and change only what the description says has moved.';

function describeStyle({ styleGuide: { look, camera, lighting, palette } }: Storyboard): string {
  return `Style: ${look}. Camera: ${camera}. Lighting: ${lighting}. Palette: ${palette}.`;
}

// Only who the scene names: a model draws whoever it is told of.
function describeCharacters(characters: Character[], scene: Scene): string[] {
  const words = `${scene.description} ${scene.startFramePrompt} ${scene.endFramePrompt}`.toLowerCase();
  return characters
    .filter(({ name, identityTag }) => [name, identityTag].some((tag) => words.includes(tag.toLowerCase())))
    .map(({ name, face, clothing, identityTag }) => `${name} (${identityTag}): ${face}; wears ${clothing}.`);
}
