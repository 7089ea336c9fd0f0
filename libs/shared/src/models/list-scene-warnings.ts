import { listReferences } from '@shared/build-graph/scene-images';
import type { FilmImages } from '@shared/contracts/film-images';
import type { FirstChoices } from '@shared/contracts/models';
import type { Character, Scene } from '@shared/contracts/storyboard';
import type { ModelCapabilities, VideoModel } from '@shared/vendors/model-capabilities';

/** What a scene goes without because of the models that make it, in words for its user. */
export function listSceneWarnings(
  {
    models,
    known,
    images,
  }: { models: FirstChoices; known: readonly ModelCapabilities[]; images: FilmImages | undefined },
  characters: readonly Character[],
  scene: Scene,
): string[] {
  const video = known.find((model): model is VideoModel => model.kind === 'video' && model.model === models.video);
  if (!video) return [];
  const left = listReferences(images, characters, scene).slice(video.references);
  return [
    ...left.map(({ name }) => `its clip is made without the image of ${name}: ${describeMost(video)}`),
    ...(video.lastFrame
      ? []
      : [`its clip may end otherwise than its end keyframe: ${video.model} takes no last frame`]),
  ];
}

function describeMost({ model, references }: VideoModel): string {
  return references === 0 ? `${model} takes none besides its frames` : `${model} takes at most ${references}`;
}
