import type { ArtifactRef } from '@shared/contracts/artifact';
import type { AspectRatio, Resolution } from '@shared/contracts/order';
import type { Provider } from '@shared/generation/provider';

export interface VideoRequest {
  model: string;
  prompt: string;
  firstFrame: ArtifactRef;
  lastFrame: ArtifactRef;
  /** Images of whom and what is seen; none in requests from before there were any. */
  references?: ArtifactRef[];
  seconds: number;
  aspectRatio: AspectRatio;
  resolution: Resolution;
}

/** Moves from the first frame to the last. */
export type VideoProvider = Provider<VideoRequest>;
