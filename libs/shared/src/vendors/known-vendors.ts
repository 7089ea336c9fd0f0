import { FAL } from './fal/fal';
import { GEMINI } from './gemini/gemini';
import type { Vendor } from './model-capabilities';
import { OPENAI_COMPATIBLE } from './openai-compatible/openai-compatible-env';
import { OPENAI_VIDEOS } from './openai-videos/openai-videos-entry';
import { REPLICATE } from './replicate/replicate';
import type { VendorEntry } from './vendor-entry';
import { VERTEX } from './vertex/vertex-env';

/** Every vendor there is. Settings, models, prices, key questions and tests follow from it; who sells with which adapter, from adapters.ts. */
export const KNOWN_VENDORS = {
  gemini: GEMINI,
  vertex: VERTEX,
  replicate: REPLICATE,
  fal: FAL,
  'openai-videos': OPENAI_VIDEOS,
  'openai-compatible': OPENAI_COMPATIBLE,
} satisfies Record<Vendor, VendorEntry>;

export function entryOf(vendor: Vendor): VendorEntry {
  return KNOWN_VENDORS[vendor];
}

/** What goes with each request of a vendor to show who sends it. */
export function headersOf(vendor: Vendor, secret: string): Record<string, string> {
  return entryOf(vendor).headers?.(secret) ?? { authorization: `Bearer ${secret}` };
}
