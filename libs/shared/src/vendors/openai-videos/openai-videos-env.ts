import { z } from 'zod';
import type { OpenAiSettings } from '../openai-dialect';

export const openAiVideosEnv = {
  /** Key of the gateway. Never logged, never in a row or an event. */
  OPENAI_VIDEOS_API_KEY: z.string().min(1),
  /** Any server that speaks the OpenAI Videos wire, with its version; OpenAI itself does no more. */
  OPENAI_VIDEOS_BASE_URL: z.url({ protocol: /^https?$/ }),
  /** Whether the id of an attempt is written below its prompt: the list shows nothing else by which a lost submit could be found. */
  OPENAI_VIDEOS_TAG_PROMPTS: z.stringbool().default(false),
};

export interface OpenAiVideosSettings extends OpenAiSettings {
  tagPrompts: boolean;
}

export function toOpenAiVideosSettings(env: z.infer<z.ZodObject<typeof openAiVideosEnv>>): OpenAiVideosSettings {
  return {
    apiKey: env.OPENAI_VIDEOS_API_KEY,
    baseUrl: env.OPENAI_VIDEOS_BASE_URL.replace(/\/+$/, ''),
    tagPrompts: env.OPENAI_VIDEOS_TAG_PROMPTS,
  };
}
