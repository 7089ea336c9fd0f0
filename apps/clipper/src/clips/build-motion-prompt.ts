import type { ClipInputs } from '@shared/build-graph/describe-film';

/** The words for one clip, from its inputs and nothing else. Words that change here raise `TEMPLATES.clip`. */
export function buildMotionPrompt({ motionPrompt, style, note }: ClipInputs): string {
  const wish = note === undefined ? '' : ` Different from the last take: ${note}`;
  return `${motionPrompt}${wish} Camera: ${style.camera}. Sound: ${style.sound}. Single continuous shot, no cuts, no text on screen.`;
}
