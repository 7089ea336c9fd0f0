import { z } from 'zod';

export const GOOGLE_BASE_URL = 'https://generativelanguage.googleapis.com';

/** The simulator's own key: it takes any. */
export const SIMULATOR_KEY = 'simulator';

export const geminiEnv = {
  /** Key of the Gemini Developer API. Never logged, never in a row or an event. */
  GEMINI_API_KEY: z.string().min(1),
  /** Any server that speaks the Gemini wire; uploads and downloads go there too. */
  GEMINI_BASE_URL: z.url({ protocol: /^https?$/ }).default(GOOGLE_BASE_URL),
};

export interface GeminiSettings {
  apiKey: string;
  baseUrl: string;
}

export function toGeminiSettings(env: { GEMINI_API_KEY: string; GEMINI_BASE_URL: string }): GeminiSettings {
  return { apiKey: env.GEMINI_API_KEY, baseUrl: env.GEMINI_BASE_URL.replace(/\/+$/, '') };
}
