import type { Storyboard } from '@shared/contracts/storyboard';

export const EXAMPLE_STORYBOARD: Storyboard = {
  title: 'The lighthouse',
  styleGuide: { look: 'painted', camera: 'slow', lighting: 'dusk', palette: 'blue', sound: 'waves' },
  characters: [{ name: 'Mara', face: 'weathered', clothing: 'oilskin', identityTag: 'Mara the keeper' }],
  scenes: [1, 2].map((n) => ({
    description: `scene ${n}`,
    keyDetails: ['lamp', 'sea', 'gull'],
    startFramePrompt: 'a lighthouse',
    endFramePrompt: 'a lit lighthouse',
    motionPrompt: 'slow push in',
    seconds: 4,
    transition: n === 1 ? 'cut' : 'continue',
  })),
};
