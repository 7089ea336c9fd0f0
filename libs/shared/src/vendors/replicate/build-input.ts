import { AppError } from '@shared/errors/app-error';
import type { DataUris } from '../job-video';
import type { VideoRequest } from '../video-request';

export type ModelInput = Record<string, unknown>;

/** Every model at Replicate names its inputs its own way (`GET /v1/models/{owner}/{name}` shows them). */
export function buildReplicateInput(request: VideoRequest, images: DataUris): ModelInput {
  const build = BUILDERS[request.model];
  if (build) return build(request, images);
  throw new AppError('PROVIDER_REJECTED', `how the model ${request.model} names its inputs at Replicate is not known`);
}

const BUILDERS: Record<string, (request: VideoRequest, images: DataUris) => ModelInput> = {
  'google/veo-3.1-fast': ({ prompt, seconds, resolution, aspectRatio }, { first, last }) => ({
    prompt,
    image: first,
    ...(last !== undefined && { last_frame: last }),
    duration: seconds,
    resolution,
    aspect_ratio: aspectRatio,
    generate_audio: true,
  }),
  'kwaivgi/kling-v3-video': ({ prompt, seconds, resolution }, { first, last }) => ({
    prompt,
    start_image: first,
    ...(last !== undefined && { end_image: last }),
    duration: seconds,
    mode: resolution === '1080p' ? 'pro' : 'standard',
    generate_audio: true,
  }),
};
