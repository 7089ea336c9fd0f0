import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import { MOST_REFERENCES } from '@shared/build-graph/scene-images';
import type { GeminiSettings } from '@shared/gemini/gemini-env';
import { toImageInput } from '@shared/gemini/image-input';
import { PROMPT, referenceNames } from '@shared/gemini/content-refusal';
import type { CreateInteraction, Interaction } from '@shared/gemini/interaction';
import { InteractionProvider } from '@shared/gemini/interaction-provider';
import { boughtAt, outputsOf, tokensOf } from '@shared/gemini/read-interaction';
import type { GenerationResult } from '@shared/generation/providers/provider';
import type { ImageRequest } from '../image-request';
import { priceOfImage } from '../prices';

/** Image tokens that one image at 1K is billed as. */
const TOKENS_PER_IMAGE = 1120;

// https://ai.google.dev/gemini-api/docs/image-generation
export class GeminiImage extends InteractionProvider<ImageRequest> {
  // The keyframe that it goes on from, and the images of whom and what is seen.
  protected readonly inputs = [PROMPT, ...referenceNames(1 + MOST_REFERENCES)];

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

  // Billed by what was made: a refusal has no image tokens. An image without a count is one image.
  protected costOf(interaction: Interaction, { model }: ImageRequest): number {
    const counted = Math.round(tokensOf(interaction, 'image') / TOKENS_PER_IMAGE);
    const images = counted === 0 && this.readResult(interaction) !== null ? 1 : counted;
    return images === 0 ? 0 : images * priceOfImage(model, boughtAt(interaction));
  }
}
