import { z } from 'zod';
import { IMAGE_RATIOS, IMAGE_SIZES } from '../catalogue/image-sizes';
import type { Kind } from '../catalogue/models';
import { invalidArgument, unknownModel } from '../wire/wire-error';
import type { ImageBrief, TextBrief } from './brief';
import { contentSchema, joinText, readContentParts } from './content-parts';
import { type ImageIntake, storeImages } from './store-images';

const schemaSchema = z.record(z.string(), z.unknown());

const requestSchema = z.looseObject({
  contents: z.array(contentSchema).min(1, 'contents is not specified'),
  systemInstruction: contentSchema.optional(),
  labels: z.record(z.string(), z.string()).default({}),
  generationConfig: z
    .looseObject({
      responseMimeType: z.string().optional(),
      responseJsonSchema: schemaSchema.optional(),
      responseSchema: schemaSchema.optional(),
      maxOutputTokens: z.int().positive().optional(),
      imageConfig: z
        .looseObject({
          aspectRatio: z.enum(IMAGE_RATIOS).default('1:1'),
          imageSize: z.enum(IMAGE_SIZES).default('1K'),
        })
        .prefault({}),
    })
    .prefault({}),
});
export type ContentRequest = z.infer<typeof requestSchema>;

export function parseContentRequest(rawBody: unknown): ContentRequest {
  const parsed = requestSchema.safeParse(rawBody);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidArgument(issue?.message ?? 'Request contains an invalid argument.', issue?.path.join('.'));
}

export async function toContentBrief(
  request: ContentRequest,
  model: { name: string; kind: Kind },
  intake: ImageIntake,
): Promise<TextBrief | ImageBrief> {
  if (model.kind === 'video') throw unknownModel(model.name, 'generateContent');
  const parts = readContentParts(request.contents);
  const config = request.generationConfig;
  if (model.kind === 'image') {
    const { aspectRatio, imageSize } = config.imageConfig;
    const inputs = await storeImages(parts, intake);
    return { kind: 'image', prompt: joinText(parts), inputs, ratio: aspectRatio, size: imageSize };
  }
  return {
    kind: 'text',
    prompt: joinText([...(request.systemInstruction ? readContentParts([request.systemInstruction]) : []), ...parts]),
    schema: config.responseJsonSchema ?? config.responseSchema ?? null,
    maxOutputTokens: config.maxOutputTokens ?? null,
  };
}
