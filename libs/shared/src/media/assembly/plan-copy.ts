/** What of a stretch of frames can be copied; the frames before and after it are encoded anew. */
export interface CopyPlan {
  /** The first frame that is copied, both shown and decoded. */
  from: number;
  /** The first frame behind those that are copied. */
  to: number;
}

export interface FrameOrder {
  /** For each frame in the order of decoding, the how-manyth it is when shown. */
  ranks: readonly number[];
  /** Whether decoding can begin at this place. */
  isStart: (index: number) => boolean;
}

/**
 * Finds the longest run within [from, to) that decodes by itself. Null when less than half would be copied: then one encoding
 * of the whole is simpler, and as fast.
 */
export function planCopy(order: FrameOrder, from: number, to: number): CopyPlan | null {
  const closed = listClosedPlaces(order.ranks);
  const first = closed.find((place) => place >= from && place < to && isStart(order, place));
  const end = closed.findLast((place) => place <= to);
  if (first === undefined || end === undefined || (end - first) * 2 < to - from) return null;
  return { from: first, to: end };
}

// Frames that are decoded after it and shown before it would need what is left out.
function isStart({ ranks, isStart: isMarked }: FrameOrder, place: number): boolean {
  return ranks[place] === place && isMarked(place);
}

// Places where all that was decoded before is also shown before: nothing on one side is missed on the other.
function listClosedPlaces(ranks: readonly number[]): number[] {
  const places = [0];
  let highest = -1;
  for (const [index, rank] of ranks.entries()) {
    highest = Math.max(highest, rank);
    if (highest === index) places.push(index + 1);
  }
  return places;
}
