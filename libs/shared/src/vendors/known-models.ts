import { entryOf } from './known-vendors';
import { type ModelCapabilities, VENDORS } from './model-capabilities';

/** Every model that is known without settings. Those of an OpenAI-compatible address are described by them. */
export const KNOWN_MODELS: readonly ModelCapabilities[] = VENDORS.flatMap((vendor) => entryOf(vendor).models);
