import { toFile } from 'openai';
import type { ImagesResponse } from 'openai/resources/images';
import type { AspectRatio } from '@shared/contracts/order';
import type { SubmitContext, SubmitOutcome } from '@shared/generation/providers/provider';
import { BlockingProvider } from '../blocking-provider';
import type { ImageRequest } from '../image-request';
import type { ImageModel } from '../model-capabilities';
import { connectOpenAi } from '../openai-dialect';
import { priceOfImages } from '../price-of';
import { traceHeaders } from '../trace-headers';
import type { Fetch } from '../vendor-provider';
import { type Frame, loadImage } from '../video-request';

interface Body {
  model: string;
  prompt: string;
  size: Size;
  references: Frame[];
}

// Open models draw in any size; OpenAI's own in three.
const SIZES = { '16:9': '1344x768', '9:16': '768x1344' } as const;
const OPENAI_SIZES = { '16:9': '1536x1024', '9:16': '1024x1536' } as const;
type Size = (typeof SIZES | typeof OPENAI_SIZES)[AspectRatio];

// https://platform.openai.com/docs/api-reference/images
export class OwnImage extends BlockingProvider<'image', Body> {
  async compose({ model, prompt, references, aspectRatio }: ImageRequest): Promise<Body> {
    const nearest = references.slice(0, this.find(model)?.references);
    const images = await Promise.all(nearest.map((ref) => loadImage(this.parts.store, ref)));
    return { model, prompt, size: (isOpenAi(model) ? OPENAI_SIZES : SIZES)[aspectRatio], references: images };
  }

  protected async send(body: Body, { labels }: SubmitContext, fetch: Fetch): Promise<SubmitOutcome | undefined> {
    const { data = [] } = (await this.draw(body, traceHeaders(labels.attempt), fetch)) as Partial<ImagesResponse>;
    const drawn = data[0]?.b64_json;
    if (drawn === undefined || drawn === '') return undefined;
    const result = { kind: 'inline', bytes: Buffer.from(drawn, 'base64'), mediaType: 'image/png' } as const;
    const model = this.find(body.model);
    const costMicros = model ? priceOfImages(model, { images: 1, size: '1K' }, new Date()) : null;
    return { kind: 'completed', operationId: null, result, costMicros };
  }

  private find(name: string): ImageModel | undefined {
    return this.parts.models.find(({ model }) => model === name);
  }

  private async draw({ references, ...body }: Body, headers: Record<string, string>, fetch: Fetch): Promise<unknown> {
    const { images } = connectOpenAi(this.parts, fetch);
    const asked = { ...body, n: 1, ...formatOf(body.model) };
    if (references.length === 0) return images.generate(asked, { headers });
    const image = await Promise.all(
      references.map(({ bytes, mediaType: type }, i) => toFile(bytes, `reference-${i + 1}.png`, { type })),
    );
    return images.edit({ ...asked, image }, { headers });
  }
}

// These answer in no other form, and refuse to be asked for it.
function formatOf(model: string): { response_format?: 'b64_json' } {
  return isOpenAi(model) ? {} : { response_format: 'b64_json' };
}

function isOpenAi(model: string): boolean {
  return /^(chatgpt|gpt)-image/.test(model);
}
