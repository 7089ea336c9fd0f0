import { z } from 'zod';

/** The models of each stage, where another is not asked for. */
export const TEXT_MODEL = { TEXT_MODEL: z.string().min(1).default('gemini-3.8-flash') };
export const IMAGE_MODEL = { IMAGE_MODEL: z.string().min(1).default('gemini-nano-banana-2.1') };
export const VIDEO_MODEL = { VIDEO_MODEL: z.string().min(1).default('gemini-omni-1.2-flash') };
