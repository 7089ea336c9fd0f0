import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { AspectRatio, Resolution } from '@shared/contracts/order';

/** One clip, as every video adapter takes it. */
export interface VideoRequest {
  model: string;
  prompt: string;
  firstFrame: ArtifactRef;
  /** Left out where the model has no last frame. */
  lastFrame?: ArtifactRef;
  /** Images of whom and what is seen, where the model takes any. */
  references?: ArtifactRef[];
  seconds: number;
  aspectRatio: AspectRatio;
  resolution: Resolution;
}

export interface Frame {
  bytes: Buffer;
  mediaType: string;
}

export interface Frames {
  first: Frame;
  last: Frame | undefined;
}

export async function loadFrames(
  store: ArtifactStore,
  { firstFrame, lastFrame }: Pick<VideoRequest, 'firstFrame' | 'lastFrame'>,
): Promise<Frames> {
  const [first, last] = await Promise.all([loadImage(store, firstFrame), lastFrame && loadImage(store, lastFrame)]);
  return { first, last };
}

export async function loadImage(store: ArtifactStore, ref: ArtifactRef): Promise<Frame> {
  return { bytes: await readArtifact(store, ref), mediaType: ref.mediaType };
}

export function toDataUri({ bytes, mediaType }: Frame): string {
  return `data:${mediaType};base64,${bytes.toString('base64')}`;
}
