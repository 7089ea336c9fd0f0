import type { Provider } from '@shared/generation/provider';

export interface TextRequest {
  model: string;
  system: string;
  prompt: string;
  /** JSON Schema of the answer. */
  schema: Record<string, unknown>;
}

/** Writes JSON after a schema. The result is the text itself. */
export type TextProvider = Provider<TextRequest>;
