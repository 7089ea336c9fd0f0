import OpenAI from 'openai';
import type { AdapterParts } from './adapter-parts';

/** The official client, told nothing by the environment. */
export function connectOpenAi(
  { secret: apiKey, baseUrl: baseURL }: Pick<AdapterParts, 'secret' | 'baseUrl'>,
  fetch: typeof globalThis.fetch,
): OpenAI {
  return new OpenAI({ apiKey, baseURL, fetch, maxRetries: 0, organization: null, project: null });
}
