import { z } from 'zod';
import { VIDEO_RATIOS } from '../../catalogue/video-formats';
import type { VideoOrder } from '../accept-video';
import { readImage } from '../read-image';
import { VendorError } from '../serve-vendor';

const veo = z.strictObject({
  prompt: z.string(),
  image: z.string().optional(),
  last_frame: z.string().optional(),
  duration: z.literal([4, 6, 8]).default(8),
  resolution: z.enum(['720p', '1080p']).default('1080p'),
  aspect_ratio: z.enum(VIDEO_RATIOS).default('16:9'),
  generate_audio: z.boolean().default(true),
  negative_prompt: z.string().optional(),
  seed: z.int().optional(),
});

const kling = z.strictObject({
  prompt: z.string(),
  start_image: z.string().optional(),
  end_image: z.string().optional(),
  duration: z.int().min(3).max(15).default(5),
  mode: z.enum(['standard', 'pro']).default('standard'),
  generate_audio: z.boolean().default(false),
});

const envelopeSchema = z.looseObject({ webhook: z.url().optional(), input: z.unknown() });

type Video = Pick<VideoOrder, 'prompt' | 'first' | 'last' | 'ratio' | 'resolution' | 'seconds'>;

/** Reads a prediction by the schema of its model. */
export function parsePredictionRequest(model: string, rawBody: unknown): Video & { webhook: string | undefined } {
  const { webhook, input } = parse(envelopeSchema, rawBody);
  return { webhook, ...(model.startsWith('google/') ? toVeo(parse(veo, input)) : toKling(parse(kling, input))) };
}

function toVeo({ prompt, image, last_frame, duration, resolution, aspect_ratio }: z.infer<typeof veo>): Video {
  const frames = { first: readImage(image), last: readImage(last_frame) };
  return { prompt, ...frames, seconds: duration, resolution, ratio: aspect_ratio };
}

function toKling({ prompt, start_image, end_image, duration, mode }: z.infer<typeof kling>): Video {
  const frames = { first: readImage(start_image), last: readImage(end_image) };
  return { prompt, ...frames, seconds: duration, resolution: mode === 'pro' ? '1080p' : '720p', ratio: '16:9' };
}

function parse<S extends z.ZodType>(schema: S, rawValue: unknown): z.infer<S> {
  const parsed = schema.safeParse(rawValue);
  if (parsed.success) return parsed.data;
  const invalid_fields = parsed.error.issues.map(({ path, message }) => ({
    field: path.join('.'),
    description: message,
  }));
  const detail = invalid_fields.map(({ field, description }) => `- input.${field}: ${description}`).join('\n');
  throw new VendorError(422, { title: 'Input validation failed', detail, status: 422, invalid_fields });
}
