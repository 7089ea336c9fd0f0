import { DURATION_TOLERANCE_SECONDS } from '@shared/media/clip-faults';

/**
 * The middle of the first scene as it was ordered, which is known before its clip is there: the first frame is often black or blurred by a
 * fade. Of a clip of quite another length its own middle.
 */
export function posterTimeOf({ orderedSeconds, seconds = orderedSeconds }: PosterScene): number {
  const isAsOrdered = Math.abs(seconds - orderedSeconds) <= DURATION_TOLERANCE_SECONDS;
  return (isAsOrdered ? orderedSeconds : seconds) / 2;
}

export interface PosterScene {
  orderedSeconds: number;
  /** Of its clip, where that is there. */
  seconds?: number;
}
