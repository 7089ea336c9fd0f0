import type { ModelKind } from '@shared/contracts/models';
import { toGeminiSettings } from '@shared/gemini/gemini-env';
import type { Provider } from '@shared/generation/providers/provider';
import { type AdapterGiven, type AdapterParts, type Requests, toAdapterParts } from './adapter-parts';
import { FalVideo } from './fal/fal-video';
import { GeminiImage } from './gemini/gemini-image';
import { GeminiText } from './gemini/gemini-text';
import { GeminiVideo } from './gemini/gemini-video';
import { type Vendor, VENDORS } from './model-capabilities';
import { ChatText } from './openai-compatible/chat-text';
import { OwnImage } from './openai-compatible/own-image';
import { OpenAiVideos } from './openai-videos/openai-videos';
import { ReplicateVideo } from './replicate/replicate-video';
import { VertexVeo } from './vertex/vertex-veo';

type Adapters = { [K in ModelKind]?: (parts: AdapterParts<K>) => Provider<Requests[K]> };

/** By what each vendor is asked, for each kind that it sells. */
const ADAPTERS: Record<Vendor, Adapters> = {
  gemini: {
    text: ({ env, secret }) => new GeminiText(toGeminiSettings(env, secret)),
    image: ({ env, secret, store }) => new GeminiImage(toGeminiSettings(env, secret), store),
    video: ({ env, secret, store }) => new GeminiVideo(toGeminiSettings(env, secret), store),
  },
  vertex: { video: (parts) => new VertexVeo(parts) },
  replicate: { video: (parts) => new ReplicateVideo(parts) },
  fal: { video: (parts) => new FalVideo(parts) },
  'openai-videos': { video: (parts) => new OpenAiVideos(parts) },
  'openai-compatible': { text: (parts) => new ChatText(parts), image: (parts) => new OwnImage(parts) },
};

/** Throws where the vendor sells nothing of the kind, or its credential cannot be read. */
export function makeAdapter<K extends ModelKind>(kind: K, vendor: Vendor, given: AdapterGiven): Provider<Requests[K]> {
  const adapt = ADAPTERS[vendor][kind];
  if (!adapt) throw new Error(`${vendor} has no adapter for ${kind}`);
  return adapt(toAdapterParts(kind, vendor, given));
}

export function listSellers(kind: ModelKind): Vendor[] {
  return VENDORS.filter((vendor) => ADAPTERS[vendor][kind] !== undefined);
}
