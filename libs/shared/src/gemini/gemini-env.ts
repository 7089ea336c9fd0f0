import { z } from 'zod';
import { namedSecrets, plainSecret } from '@shared/vendors/credential';
import type { OutputSettings } from './recall-output';

export const GOOGLE_BASE_URL = 'https://generativelanguage.googleapis.com';

/** The simulator's own key: it takes any. */
export const SIMULATOR_KEY = 'simulator';

export const geminiEnv = {
  /** Key of the Gemini Developer API. Never logged, never in a row or an event. */
  GEMINI_API_KEY: plainSecret,
  /** Further keys, each with a name of its own, like `second:AIza…,third:AIza…`. Slots, limits and circuits are counted for each. */
  GEMINI_API_KEYS: namedSecrets,
  /** Any server that speaks the Gemini wire; uploads and downloads go there too. */
  GEMINI_BASE_URL: z.url({ protocol: /^https?$/ }).default(GOOGLE_BASE_URL),
  /**
   * Where a stand-in for Gemini lists what it accepted, with our labels: the simulator's ledger. Google has no such list; without
   * one, a submit whose answer was lost is left to UNKNOWN_POLICY.
   */
  GEMINI_RECALL_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Whether the same `Idempotency-Key` is answered with the same operation there; Google does not know it. */
  GEMINI_IDEMPOTENCY: z.stringbool().default(false),
  /** `gs://bucket/folder/`, where results are put too, in a folder for each attempt. Default none. */
  GEMINI_OUTPUT_PREFIX: z
    .string()
    .regex(/^gs:\/\/[^/]+\/./, 'must be like gs://bucket/folder/')
    .optional(),
  /** Where that folder can be listed. */
  GEMINI_STORAGE_URL: z.url({ protocol: /^https?$/ }).default('https://storage.googleapis.com'),
};

export interface GeminiSettings {
  apiKey: string;
  baseUrl: string;
  recallUrl?: string | undefined;
  /** Whether a repeated key begins nothing new. */
  idempotency?: boolean | undefined;
  outputs?: OutputSettings | undefined;
}

type GeminiEnv = Omit<z.infer<z.ZodObject<typeof geminiEnv>>, `GEMINI_API_KEY${string}`>;

export function toGeminiSettings(env: GeminiEnv, apiKey: string): GeminiSettings {
  const baseUrl = env.GEMINI_BASE_URL.replace(/\/+$/, '');
  const { GEMINI_OUTPUT_PREFIX: prefix, GEMINI_STORAGE_URL: storageUrl } = env;
  return {
    apiKey,
    baseUrl,
    recallUrl: env.GEMINI_RECALL_URL,
    idempotency: env.GEMINI_IDEMPOTENCY,
    outputs: prefix === undefined ? undefined : { prefix, storageUrl: storageUrl.replace(/\/+$/, '') },
  };
}
