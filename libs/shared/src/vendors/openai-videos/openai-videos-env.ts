import { z } from 'zod';
import { namedSecrets, plainSecret } from '../credential';
import type { OpenAiSettings } from '../openai-dialect';

export const openAiVideosEnv = {
  /** Key of the gateway. Never logged, never in a row or an event. */
  OPENAI_VIDEOS_API_KEY: plainSecret,
  /** Further keys, each with a name of its own, like `second:sk-…`, joined by commas. */
  OPENAI_VIDEOS_API_KEYS: namedSecrets,
  /** Any server that speaks the OpenAI Videos wire, with its version. OpenAI itself, the default, does no more: its models are shown as retired. */
  OPENAI_VIDEOS_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
  /** Whether the id of an attempt is written below its prompt: the list shows nothing else by which a lost submit could be found. */
  OPENAI_VIDEOS_TAG_PROMPTS: z.stringbool().default(false),
};

export interface OpenAiVideosSettings extends OpenAiSettings {
  tagPrompts: boolean;
}

type Env = Omit<z.infer<z.ZodObject<typeof openAiVideosEnv>>, `OPENAI_VIDEOS_API_KEY${string}`>;

export function toOpenAiVideosSettings(env: Env, apiKey: string): OpenAiVideosSettings {
  return {
    apiKey,
    baseUrl: env.OPENAI_VIDEOS_BASE_URL.replace(/\/+$/, ''),
    tagPrompts: env.OPENAI_VIDEOS_TAG_PROMPTS,
  };
}
