import { z } from 'zod';

export const GOOGLE_BASE_URL = 'https://generativelanguage.googleapis.com';

/** The simulator's own key: it takes any. */
export const SIMULATOR_KEY = 'simulator';

export const geminiEnv = {
  /** Key of the Gemini Developer API. Never logged, never in a row or an event. */
  GEMINI_API_KEY: z.string().min(1),
  /** Any server that speaks the Gemini wire; uploads and downloads go there too. */
  GEMINI_BASE_URL: z.url({ protocol: /^https?$/ }).default(GOOGLE_BASE_URL),
  /**
   * Where a stand-in for Gemini lists what it accepted, with our labels: the simulator's ledger. Google has no such list; without
   * one, a submit whose answer was lost is left to UNKNOWN_POLICY.
   */
  GEMINI_RECALL_URL: z.url({ protocol: /^https?$/ }).optional(),
};

export interface GeminiSettings {
  apiKey: string;
  baseUrl: string;
  recallUrl?: string | undefined;
}

interface GeminiEnv {
  GEMINI_API_KEY: string;
  GEMINI_BASE_URL: string;
  GEMINI_RECALL_URL?: string | undefined;
}

export function toGeminiSettings(env: GeminiEnv): GeminiSettings {
  const baseUrl = env.GEMINI_BASE_URL.replace(/\/+$/, '');
  return { apiKey: env.GEMINI_API_KEY, baseUrl, recallUrl: env.GEMINI_RECALL_URL };
}
