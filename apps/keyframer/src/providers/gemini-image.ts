import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { GeminiSettings } from '@shared/gemini/gemini-env';
import { toImageInput } from '@shared/gemini/image-input';
import {
  boughtAt,
  type CreateInteraction,
  type Interaction,
  InteractionProvider,
  outputsOf,
} from '@shared/gemini/interaction-provider';
import { priceOfImage } from '@shared/generation/prices';
import type { GenerationResult } from '@shared/generation/provider';
import type { ImageRequest } from './image-provider';

// https://ai.google.dev/gemini-api/docs/image-generation
export class GeminiImage extends InteractionProvider<ImageRequest> {
  constructor(
    settings: GeminiSettings,
    private readonly store: ArtifactStore,
  ) {
    super(settings);
  }

  async compose({ model, prompt, references, aspectRatio }: ImageRequest): Promise<CreateInteraction> {
    const images = await Promise.all(
      references.map(async (ref) => toImageInput(await readArtifact(this.store, ref), ref.mediaType)),
    );
    return {
      model,
      input: [{ type: 'text', text: prompt }, ...images],
      response_format: { type: 'image', mime_type: 'image/png', aspect_ratio: aspectRatio, image_size: '1K' },
    };
  }

  // A model that thinks draws drafts first: the last image is the result.
  protected readResult(interaction: Interaction): GenerationResult | null {
    const image = outputsOf(interaction).findLast((part) => part.type === 'image');
    if (image?.type !== 'image') return null;
    const mediaType = image.mime_type ?? 'image/png';
    if (image.data) return { kind: 'inline', bytes: Buffer.from(image.data, 'base64'), mediaType };
    return image.uri ? { kind: 'remote', address: image.uri, mediaType } : null;
  }

  protected costOf(interaction: Interaction, { model }: ImageRequest): number {
    if (this.readResult(interaction) === null) return 0;
    return priceOfImage(model, boughtAt(interaction));
  }
}
