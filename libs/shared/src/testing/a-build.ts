import type { Build } from '@shared/build-graph/describe-film';
import type { Storyboard, Transition } from '@shared/contracts/storyboard';

/** Each scene speaks of itself, so that no two units are the same. */
export function aStoryboardOf(transitions: readonly Transition[]): Storyboard {
  return {
    title: 'The lighthouse',
    styleGuide: { look: 'painted', camera: 'slow', lighting: 'dusk', palette: 'blue', sound: 'waves' },
    characters: [{ name: 'Ada', face: 'old', clothing: 'coat', identityTag: 'Ada in a red coat' }],
    scenes: transitions.map((transition, i) => ({
      description: `Scene ${i + 1}`,
      keyDetails: ['lamp', 'sea', 'gull'],
      startFramePrompt: `start of scene ${i + 1}${i === 0 ? ', Ada waves' : ''}`,
      endFramePrompt: `end of scene ${i + 1}`,
      motionPrompt: `push in on scene ${i + 1}`,
      seconds: 4,
      transition,
    })),
  };
}

export function aBuild(transitions: readonly Transition[], changes: Partial<Build> = {}): Build {
  return {
    spec: { aspectRatio: '16:9', resolution: '720p', continuity: 'chain' },
    models: { image: 'gemini-nano-banana-2.1', video: 'gemini-omni-1.2-flash' },
    storyboard: aStoryboardOf(transitions),
    takes: {},
    notes: {},
    ...changes,
  };
}
