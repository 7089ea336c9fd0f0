import type { ArtifactRef } from '@shared/contracts/artifact';
import type { AspectRatio } from '@shared/contracts/order';
import { Provider } from '@shared/generation/provider';

export interface ImageRequest {
  model: string;
  prompt: string;
  /** Images that the new one has to follow, nearest first. */
  references: ArtifactRef[];
  aspectRatio: AspectRatio;
}

/** Draws one still. */
export abstract class ImageProvider extends Provider<ImageRequest> {}
