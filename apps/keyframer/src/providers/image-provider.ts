import type { ArtifactRef } from '@shared/contracts/artifact';
import type { AspectRatio } from '@shared/contracts/order';
import type { Provider } from '@shared/generation/provider';

export interface ImageRequest {
  model: string;
  prompt: string;
  /** Images that the new one has to follow, nearest first. */
  references: ArtifactRef[];
  aspectRatio: AspectRatio;
}

/** Draws one still. */
export type ImageProvider = Provider<ImageRequest>;
