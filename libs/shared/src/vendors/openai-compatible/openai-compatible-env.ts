import { z } from 'zod';
import { toMicros, usdSchema } from '@shared/contracts/money';
import { namedSecrets, plainSecret } from '../credential';
import type { ImageModel, TextModel } from '../model-capabilities';
import type { VendorEntry } from '../vendor-entry';
import { describeOwnImageModel, describeOwnTextModel } from './capabilities';

const openAiCompatibleEnv = {
  /** Many servers of one's own take any; by default `none` is said. Never logged, never in a row or an event. */
  OPENAI_COMPATIBLE_API_KEY: plainSecret,
  /** Further keys, each with a name of its own, like `second:sk-…`, joined by commas. */
  OPENAI_COMPATIBLE_API_KEYS: namedSecrets,
  /** Any server that speaks chat completions and images as OpenAI does, with its version. Without it there is none. */
  OPENAI_COMPATIBLE_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The model that plans there. */
  OPENAI_COMPATIBLE_TEXT_MODEL: z.string().min(1).optional(),
  /** US dollars for a million tokens in, and out; 0 where it costs nothing but electricity. */
  OPENAI_COMPATIBLE_INPUT_USD: usdSchema.default('0'),
  OPENAI_COMPATIBLE_OUTPUT_USD: usdSchema.default('0'),
  /** The model that draws there. */
  OPENAI_COMPATIBLE_IMAGE_MODEL: z.string().min(1).optional(),
  /** US dollars for one image. */
  OPENAI_COMPATIBLE_IMAGE_USD: usdSchema.default('0'),
};

type Env = z.infer<z.ZodObject<typeof openAiCompatibleEnv>>;

/** The user's own models, at the prices that the settings name. */
export function describeOwnModels(env: Omit<Env, `OPENAI_COMPATIBLE_API_KEY${string}`>): (TextModel | ImageModel)[] {
  const { OPENAI_COMPATIBLE_TEXT_MODEL: text, OPENAI_COMPATIBLE_IMAGE_MODEL: image } = env;
  const rate = {
    inputPerMillion: toMicros(env.OPENAI_COMPATIBLE_INPUT_USD),
    outputPerMillion: toMicros(env.OPENAI_COMPATIBLE_OUTPUT_USD),
  };
  return [
    ...(text === undefined ? [] : [describeOwnTextModel(text, rate)]),
    ...(image === undefined ? [] : [describeOwnImageModel(image, toMicros(env.OPENAI_COMPATIBLE_IMAGE_USD))]),
  ];
}

export const OPENAI_COMPATIBLE = {
  title: 'The model server',
  settings: {
    key: 'OPENAI_COMPATIBLE_API_KEY',
    keys: 'OPENAI_COMPATIBLE_API_KEYS',
    baseUrl: 'OPENAI_COMPATIBLE_BASE_URL',
    env: openAiCompatibleEnv,
  },
  // They are described by the settings.
  models: [],
  question: { path: '/models' },
} as const satisfies VendorEntry;
