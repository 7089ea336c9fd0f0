import { z } from 'zod';
import { PRICED_MODELS } from './prices';

// A model without a price cannot be bought: better to hear that at the start than to see films wait.
const model = (known: readonly string[], fallback: string) => z.enum(known).default(fallback);

/** The models of each stage, where another is not asked for. */
export const TEXT_MODEL = { TEXT_MODEL: model(PRICED_MODELS.text, 'gemini-3.8-flash') };
export const IMAGE_MODEL = { IMAGE_MODEL: model(PRICED_MODELS.image, 'gemini-nano-banana-2.1') };
export const VIDEO_MODEL = { VIDEO_MODEL: model(PRICED_MODELS.video, 'gemini-omni-1.2-flash') };

/** Asked instead when a model refuses what a unit shows or says, and milder words have not helped. Default none. */
export const FALLBACK_IMAGE_MODEL = { FALLBACK_IMAGE_MODEL: z.enum(PRICED_MODELS.image).optional() };
export const FALLBACK_VIDEO_MODEL = { FALLBACK_VIDEO_MODEL: z.enum(PRICED_MODELS.video).optional() };
