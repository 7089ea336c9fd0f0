import { geminiEnv } from '@shared/gemini/gemini-env';
import type { VendorEntry } from '../vendor-entry';
import { GEMINI_MODELS } from './capabilities';

export const GEMINI = {
  title: 'Gemini',
  settings: { key: 'GEMINI_API_KEY', keys: 'GEMINI_API_KEYS', baseUrl: 'GEMINI_BASE_URL', env: geminiEnv },
  models: GEMINI_MODELS,
  headers: (secret) => ({ 'x-goog-api-key': secret }),
  question: { path: '/v1beta/models?pageSize=1' },
} as const satisfies VendorEntry;
