import type { Cause } from './find-causes';
import { unitIds } from './unit-ids';

const WORDS: Record<string, string> = {
  framePrompt: 'the words for the frame were changed',
  keyDetails: 'what must be seen was changed',
  characters: 'a character was changed',
  style: 'the style guide was changed',
  motionPrompt: 'the words for the motion were changed',
  seconds: 'its length was changed',
  take: 'another take was asked for',
  note: 'somebody asked for it to be different',
  model: 'the model is another one',
  template: 'the way in which it is asked for was changed',
  references: 'the images that it is made from are other ones',
};

/** Why a unit is made anew, for a person. */
export function explainCauses(causes: readonly Cause[]): string {
  if (causes.length === 0) return 'what was made of these inputs is no longer there';
  const given = causes.find(({ input }) => input === 'given');
  // Nothing that it was drawn from matters then.
  if (given)
    return given.is === null ? 'the image that was given for it is no longer used' : 'an image was given for it';
  return causes.map(explain).join('; ');
}

function explain({ input, unit, was, is }: Cause): string {
  if (unit === null && typeof was === 'string' && input in { start: 1, end: 1, anchor: 1 })
    return `it no longer hangs on ${input}`;
  if (unit === null) return WORDS[input] ?? `${input} was changed`;
  return is === null ? `${nameUnit(unit)} is made anew` : `${nameUnit(unit)} is another one`;
}

/** A unit's id in words. */
function nameUnit(id: string): string {
  const [kind, scene, end] = id.split('/');
  if (id === unitIds.storyboard) return 'the storyboard';
  return kind === 'clip' ? `the clip of scene ${scene}` : `the ${end} keyframe of scene ${scene}`;
}
