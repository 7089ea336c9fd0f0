/**
 * How a unit's inputs become the words of a request. To be raised with every change of those words: what is made of the same
 * inputs by another template is another thing.
 */
export const TEMPLATES = { storyboard: 1, keyframe: 1, clip: 1 } as const;
