import { describe, expect, it } from '@jest/globals';
import { aStoryboardOf } from '@shared/testing/a-build';
import { KNOWN_MODELS } from '@shared/vendors/known-models';
import { openAiVideoModels } from '@shared/vendors/openai-videos/capabilities';
import { listSceneWarnings } from './list-scene-warnings';

const known = [...KNOWN_MODELS, ...openAiVideoModels('https://gateway.example/v1')];

function warningsFor(video: string): string[] {
  const { characters, scenes } = aStoryboardOf(['cut']);
  const ada = { name: 'Ada', kind: 'character' as const, from: 'ref_1', field: '', source: null, artifact: null };
  const images = { references: [{ ...ada, fault: null }], keyframes: [] };
  const [scene] = scenes;
  if (!scene) throw new Error('no scene');
  return listSceneWarnings({ models: { image: '', video }, known, images }, characters, scene);
}

describe('what a scene goes without because of its model', () => {
  it.each([
    ['gemini-omni-1.2-flash', []],
    [
      'veo-3.1-generate-001',
      ['its clip is made without the image of Ada: veo-3.1-generate-001 takes none besides its frames'],
    ],
    [
      'sora-2',
      [
        'its clip is made without the image of Ada: sora-2 takes none besides its frames',
        'its clip may end otherwise than its end keyframe: sora-2 takes no last frame',
      ],
    ],
  ])('is said for %s', (video, warnings) => {
    expect(warningsFor(video)).toEqual(warnings);
  });
});
