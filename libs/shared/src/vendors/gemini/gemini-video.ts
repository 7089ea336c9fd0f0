import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import { MOST_REFERENCES } from '@shared/build-graph/scene-images';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Resolution } from '@shared/contracts/order';
import { END_KEYFRAME, PROMPT, referenceNames, START_KEYFRAME } from '@shared/gemini/content-refusal';
import type { GeminiSettings } from '@shared/gemini/gemini-env';
import { toImageInput } from '@shared/gemini/image-input';
import type { CreateInteraction, Interaction } from '@shared/gemini/interaction';
import { InteractionProvider } from '@shared/gemini/interaction-provider';
import { boughtAt, outputsOf, tokensOf } from '@shared/gemini/read-interaction';
import type { GenerationResult } from '@shared/generation/providers/provider';
import { priceOfVideo } from '../prices';
import type { VideoRequest } from '../video-request';

/** Video tokens that one second is billed as. */
const TOKENS_PER_SECOND: Record<Resolution, number> = { '360p': 1931, '720p': 5792, '1080p': 8688, '4k': 17_376 };

// https://ai.google.dev/gemini-api/docs/omni: first and last frame are tags in the prompt, media are numbered as they come.
export class GeminiVideo extends InteractionProvider<VideoRequest> {
  protected readonly inputs = [START_KEYFRAME, END_KEYFRAME, PROMPT, ...referenceNames(MOST_REFERENCES)];

  constructor(
    settings: GeminiSettings,
    private readonly store: ArtifactStore,
  ) {
    super(settings);
  }

  async compose(request: VideoRequest): Promise<CreateInteraction> {
    const { model, prompt, firstFrame, lastFrame, seconds, aspectRatio, resolution } = request;
    if (!lastFrame) throw new Error('a clip of this model has two keyframes');
    const [first, last] = await Promise.all([this.load(firstFrame), this.load(lastFrame)]);
    const shown = await Promise.all((request.references ?? []).map((ref) => this.load(ref)));
    const sources = '[# Sources <FIRST_FRAME>@Image1 <LAST_FRAME>@Image2]';
    const listed = shown.map((_, i) => `<IMAGE_REF_${i}>@Image${i + 3}`).join(' ');
    const tags = listed === '' ? sources : `${sources} [# References ${listed}]`;
    return {
      model,
      input: [first, last, { type: 'text', text: `${tags} ${prompt}` }, ...shown],
      response_format: {
        type: 'video',
        delivery: 'uri',
        aspect_ratio: aspectRatio,
        resolution,
        duration: `${seconds}s`,
      },
      generation_config: { video_config: { task: 'image_to_video' } },
    };
  }

  protected readResult(interaction: Interaction): GenerationResult | null {
    const video = outputsOf(interaction).findLast((part) => part.type === 'video');
    if (video?.type !== 'video') return null;
    const mediaType = video.mime_type ?? 'video/mp4';
    if (video.uri) return { kind: 'remote', address: video.uri, mediaType };
    return video.data ? { kind: 'inline', bytes: Buffer.from(video.data, 'base64'), mediaType } : null;
  }

  // Billed by what was made, not by what was asked for: a refusal has no video tokens. A video without a count was made as asked.
  protected costOf(interaction: Interaction, { model, resolution, seconds: asked }: VideoRequest): number {
    const counted = Math.round(tokensOf(interaction, 'video') / TOKENS_PER_SECOND[resolution]);
    const seconds = counted === 0 && this.readResult(interaction) !== null ? asked : counted;
    return seconds === 0 ? 0 : priceOfVideo(model, { seconds, resolution }, boughtAt(interaction));
  }

  private async load(ref: ArtifactRef) {
    return toImageInput(await readArtifact(this.store, ref), ref.mediaType);
  }
}
