import type { ClipInputs } from '@shared/build-graph/describe-film';

/** The words for one clip, from its inputs and nothing else. Words that change here raise `TEMPLATES.clip`. */
export function buildMotionPrompt({ motionPrompt, style, references = [], note }: ClipInputs): string {
  const wish = note === undefined ? '' : ` Different from the last take: ${note}`;
  const shown = references.map(({ name }, i) => ` <IMAGE_REF_${i}> shows ${name}.`).join('');
  return `${motionPrompt}${wish} Camera: ${style.camera}. Sound: ${style.sound}. Single continuous shot, no cuts, no text on screen.${shown}`;
}
