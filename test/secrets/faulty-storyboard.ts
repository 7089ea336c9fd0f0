import type { Storyboard } from '@shared/contracts/storyboard';

/** Each strikes what has its name in its prompt. */
export const FAULTS = {
  text: ['400', '502', 'blocked-input', 'drop-before-accept', 'fail', 'hang', 'refuse'],
  image: ['400', '502', 'blocked-input', 'drop-before-accept', 'fail', 'hang', 'refuse'],
  video: ['400', '503', 'blocked-input', 'drop-before-accept', 'accept-then-502', 'fail', 'hang', 'refuse'],
  poll: ['503'],
  download: ['redirect-private'],
} as const;
export type FaultPlace = keyof typeof FAULTS;

export const markOf = (place: FaultPlace, fault: string): string => `(${place} ${fault})`;

/** For the simulator's book of faults. */
export function listFaults(): object[] {
  return Object.entries(FAULTS).flatMap(([place, faults]) =>
    faults.map((fault) => {
      const isAsked = place === 'poll' || place === 'download';
      const match = { promptIncludes: markOf(place as FaultPlace, fault), ...(isAsked && { operation: place }) };
      return { match, fault, times: isAsked ? 10 : 1000 };
    }),
  );
}

/** A scene for each of these, and one in which all goes well. `hero`: what it shows, so that nothing is reused from another film. */
export function buildFaultyStoryboard(places: readonly FaultPlace[], hero: string, seconds = 4): Storyboard {
  const marks = places.flatMap((place) => FAULTS[place].map((fault) => ({ place, mark: markOf(place, fault) })));
  return {
    title: 'All that can go wrong',
    styleGuide: { look: 'painted', camera: 'slow', lighting: 'dusk', palette: 'blue', sound: 'waves' },
    characters: [],
    scenes: [{ place: null, mark: '' }, ...marks].map(({ place, mark }, i) => ({
      description: `scene ${i + 1}`,
      keyDetails: ['lamp', 'sea', 'gull'],
      startFramePrompt: `${hero} ${i} ${place === 'image' ? mark : ''}`,
      endFramePrompt: `${hero}, lit, ${i}`,
      motionPrompt: `${hero}, slow push in ${i} ${place === 'image' ? '' : mark}`,
      seconds,
      // A chain shares its keyframes, and ends with the first that cannot be made.
      transition: i > 0 && !places.includes('image') ? 'continue' : 'cut',
    })),
  };
}
