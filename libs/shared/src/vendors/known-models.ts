import { FAL_MODELS } from './fal/capabilities';
import { GEMINI_MODELS } from './gemini/capabilities';
import type { ModelCapabilities } from './model-capabilities';
import { REPLICATE_MODELS } from './replicate/capabilities';
import { VERTEX_MODELS } from './vertex/capabilities';

/** Every model that is known without settings. Those of an OpenAI-compatible address are described by them. */
export const KNOWN_MODELS: readonly ModelCapabilities[] = [
  ...GEMINI_MODELS,
  ...VERTEX_MODELS,
  ...REPLICATE_MODELS,
  ...FAL_MODELS,
];
