import type { ArtifactRef } from '@shared/contracts/artifact';
import type { AspectRatio } from '@shared/contracts/order';

/** One still, as every image adapter takes it. */
export interface ImageRequest {
  model: string;
  prompt: string;
  /** Images that the new one has to follow, nearest first. */
  references: ArtifactRef[];
  aspectRatio: AspectRatio;
}
