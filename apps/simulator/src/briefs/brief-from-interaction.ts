import { z } from 'zod';
import { IMAGE_RATIOS, IMAGE_SIZES } from '../catalogue/image-sizes';
import type { Kind } from '../catalogue/models';
import { RESOLUTIONS, VIDEO_RATIOS } from '../catalogue/video-formats';
import { invalidRequest } from '../wire/wire-error';
import type { Brief, ImageBrief, TextBrief, VideoBrief } from './brief';
import { type InputPart, joinText, readInteractionInput } from './content-parts';
import { readFrameTags } from './frame-tags';
import { type ImageIntake, storeImages } from './store-images';

const requestSchema = z.looseObject({
  model: z.string().min(1),
  input: z.unknown(),
  background: z.boolean().default(false),
  store: z.boolean().default(true),
  system_instruction: z.string().optional(),
  response_format: z
    .looseObject({
      type: z.enum(['text', 'image', 'video', 'audio']),
      gcs_uri: z.string().startsWith('gs://').optional(),
    })
    .optional(),
  generation_config: z.looseObject({ max_output_tokens: z.int().positive().optional() }).prefault({}),
  labels: z.record(z.string(), z.string()).default({}),
  webhook_config: z
    .looseObject({ uris: z.array(z.url()).default([]), user_metadata: z.record(z.string(), z.unknown()).default({}) })
    .optional(),
});
export type InteractionRequest = z.infer<typeof requestSchema>;

const imageFormatSchema = z.looseObject({
  mime_type: z.literal('image/png').default('image/png'),
  aspect_ratio: z.enum(IMAGE_RATIOS).default('1:1'),
  image_size: z.enum(IMAGE_SIZES).default('1K'),
});

const videoFormatSchema = z.looseObject({
  delivery: z.enum(['inline', 'uri']).default('inline'),
  aspect_ratio: z.enum(VIDEO_RATIOS).default('16:9'),
  resolution: z.enum(RESOLUTIONS).default('720p'),
  duration: z
    .string()
    .regex(/^\d+s$/, 'expected a duration string such as "6s"')
    .default('8s'),
});

const textFormatSchema = z.looseObject({ schema: z.record(z.string(), z.unknown()).nullable().default(null) });

export function parseInteractionRequest(rawBody: unknown): InteractionRequest {
  const request = parse(requestSchema, rawBody, '');
  if (request.background && !request.store) throw invalidRequest('background=true requires store=true.');
  if (request.webhook_config && !request.background) throw invalidRequest('webhook_config requires background=true.');
  return request;
}

export async function toInteractionBrief(request: InteractionRequest, kind: Kind, intake: ImageIntake): Promise<Brief> {
  const parts = readInteractionInput(request.input);
  if (parts === null || parts.length === 0) throw invalidRequest('Invalid value at input: input is empty.');
  const format = request.response_format;
  if (format !== undefined && format.type !== kind) {
    throw invalidRequest(`Model ${request.model} does not support response_format.type "${format.type}".`);
  }
  if (kind === 'video') return toVideoBrief(request, parts, intake);
  return kind === 'image' ? toImageBrief(request, parts, intake) : toTextBrief(request, parts);
}

function toTextBrief(request: InteractionRequest, parts: InputPart[]): TextBrief {
  const { schema } = parse(textFormatSchema, request.response_format ?? {}, 'response_format');
  const instruction = request.system_instruction === undefined ? [] : [{ text: request.system_instruction }];
  const maxOutputTokens = request.generation_config.max_output_tokens ?? null;
  return { kind: 'text', prompt: joinText([...instruction, ...parts]), schema, maxOutputTokens };
}

async function toImageBrief(request: InteractionRequest, parts: InputPart[], intake: ImageIntake): Promise<ImageBrief> {
  const format = parse(imageFormatSchema, request.response_format ?? {}, 'response_format');
  const inputs = await storeImages(parts, intake);
  return { kind: 'image', prompt: joinText(parts), inputs, ratio: format.aspect_ratio, size: format.image_size };
}

async function toVideoBrief(request: InteractionRequest, parts: InputPart[], intake: ImageIntake): Promise<VideoBrief> {
  const format = parse(videoFormatSchema, request.response_format ?? {}, 'response_format');
  const prompt = joinText(parts);
  const tags = readFrameTags(prompt, parts.filter((part) => 'image' in part).length);
  if (tags === 'last-without-first') throw invalidRequest('<LAST_FRAME> can only be used together with <FIRST_FRAME>.');
  if (tags === 'image-missing') throw invalidRequest('The prompt refers to an image that is not in the input.');
  const seconds = Number.parseInt(format.duration);
  const longest = tags.last !== null || request.model === 'gemini-omni-1.1-flash' ? 10 : 15;
  if (seconds < 3 || seconds > longest) {
    throw invalidRequest(
      `Invalid value at response_format.duration: expected 3s to ${longest}s, got "${format.duration}".`,
    );
  }
  const inputs = await storeImages(parts, intake);
  const frame = (index: number | null) => (index === null ? null : (inputs[index] ?? null));
  return {
    kind: 'video',
    prompt,
    inputs,
    firstFrame: frame(tags.first),
    lastFrame: frame(tags.last),
    ratio: format.aspect_ratio,
    resolution: format.resolution,
    seconds,
    delivery: format.delivery,
  };
}

function parse<S extends z.ZodType>(schema: S, rawValue: unknown, prefix: string): z.infer<S> {
  const parsed = schema.safeParse(rawValue);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [prefix, ...(issue?.path ?? [])].filter((step) => step !== '').join('.');
  throw invalidRequest(`Invalid value at ${path}: ${issue?.message ?? 'not understood'}`);
}
