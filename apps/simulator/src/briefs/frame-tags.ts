export interface FrameTags {
  /** Places in the list of input images, from 0. */
  first: number | null;
  last: number | null;
}

export type FrameTagProblem = 'last-without-first' | 'image-missing';

/**
 * `<FIRST_FRAME>@Image1 <LAST_FRAME>@Image2` in a prompt says which image is which; a tag alone takes the images in order.
 * Without any tag the first image is the first frame.
 */
export function readFrameTags(prompt: string, imageCount: number): FrameTags | FrameTagProblem {
  const first = readTag(prompt, 'FIRST_FRAME', 1);
  const last = readTag(prompt, 'LAST_FRAME', 2);
  if (first === null && last !== null) return 'last-without-first';
  if (Math.max(first ?? 0, last ?? 0) > imageCount) return 'image-missing';
  if (first === null && !/<(IMAGE|VIDEO)_REF_\d+>/.test(prompt) && imageCount > 0) return { first: 0, last: null };
  return { first: toIndex(first), last: toIndex(last) };
}

function readTag(prompt: string, tag: string, ordinal: number): number | null {
  const match = new RegExp(`<${tag}>(?:@Image(\\d+))?`).exec(prompt);
  if (match === null) return null;
  return match[1] === undefined ? ordinal : Math.max(1, Number(match[1]));
}

const toIndex = (ordinal: number | null): number | null => (ordinal === null ? null : ordinal - 1);
