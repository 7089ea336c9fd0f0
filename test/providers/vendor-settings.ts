import { aServiceAccount, PLANTED_SECRET } from './simulated-vendors';

/** Every vendor there is at one simulator, as the environment would name it. */
export function vendorSettings(url: string): Record<string, string> {
  return {
    GEMINI_API_KEY: PLANTED_SECRET,
    GEMINI_BASE_URL: url,
    VERTEX_CREDENTIALS: JSON.stringify(aServiceAccount(`${url}/vertex/token`)),
    VERTEX_BASE_URL: `${url}/vertex`,
    VERTEX_STORAGE_URL: `${url}/vertex`,
    VERTEX_OUTPUT_PREFIX: 'gs://films/attempts/',
    REPLICATE_API_TOKEN: PLANTED_SECRET,
    REPLICATE_BASE_URL: `${url}/replicate/v1`,
    FAL_KEY: `id:${PLANTED_SECRET}`,
    FAL_BASE_URL: `${url}/fal`,
    OPENAI_VIDEOS_API_KEY: PLANTED_SECRET,
    OPENAI_VIDEOS_BASE_URL: `${url}/openai/v1`,
    OPENAI_VIDEOS_TAG_PROMPTS: 'true',
    OPENAI_COMPATIBLE_API_KEY: PLANTED_SECRET,
    OPENAI_COMPATIBLE_BASE_URL: `${url}/openai/v1`,
    OPENAI_COMPATIBLE_TEXT_MODEL: 'qwen3-32b',
    OPENAI_COMPATIBLE_IMAGE_MODEL: 'flux-2',
    WEBHOOK_URL: 'http://127.0.0.1:1',
    WEBHOOK_SECRET: 'a-secret-of-more-than-24-bytes',
  };
}
