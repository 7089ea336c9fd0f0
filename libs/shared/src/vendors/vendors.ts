import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { toGeminiSettings } from '@shared/gemini/gemini-env';
import type { Provider } from '@shared/generation/providers/provider';
import type { WebhookEnv } from '@shared/webhooks/webhook-env';
import { toFalSettings } from './fal/fal-env';
import { FalVideo } from './fal/fal-video';
import { GeminiImage } from './gemini/gemini-image';
import { GeminiText } from './gemini/gemini-text';
import { GeminiVideo } from './gemini/gemini-video';
import type { ImageRequest } from './image-request';
import type { ModelCapabilities, Vendor } from './model-capabilities';
import { ChatText } from './openai-compatible/chat-text';
import { toOpenAiCompatibleSettings } from './openai-compatible/openai-compatible-env';
import { OwnImage } from './openai-compatible/own-image';
import { OpenAiVideos } from './openai-videos/openai-videos';
import { toOpenAiVideosSettings } from './openai-videos/openai-videos-env';
import { toReplicateSettings } from './replicate/replicate-env';
import { ReplicateVideo } from './replicate/replicate-video';
import type { TextRequest } from './text-request';
import type { VendorEnv } from './vendor-env';
import { toVertexSettings } from './vertex/vertex-env';
import { VertexVeo } from './vertex/vertex-veo';
import type { VideoRequest } from './video-request';

export interface AdapterParts {
  env: VendorEnv & WebhookEnv;
  /** Of one credential. */
  secret: string;
  store: ArtifactStore;
}

export type Adapt<Request = unknown> = (parts: AdapterParts) => Provider<Request>;
type Adapters<Request> = Partial<Record<Vendor, Adapt<Request>>>;

const TEXT: Adapters<TextRequest> = {
  gemini: ({ env, secret }) => new GeminiText(toGeminiSettings(env, secret)),
  'openai-compatible': ({ env, secret }) => new ChatText(toOpenAiCompatibleSettings(env, secret)),
};

const IMAGE: Adapters<ImageRequest> = {
  gemini: ({ env, secret, store }) => new GeminiImage(toGeminiSettings(env, secret), store),
  'openai-compatible': ({ env, secret, store }) => new OwnImage(toOpenAiCompatibleSettings(env, secret), store),
};

const VIDEO: Adapters<VideoRequest> = {
  gemini: ({ env, secret, store }) => new GeminiVideo(toGeminiSettings(env, secret), store),
  vertex: ({ env, secret, store }) => new VertexVeo(toVertexSettings(env, secret), store),
  replicate: ({ env, secret, store }) => new ReplicateVideo(toReplicateSettings(env, secret), store),
  fal: ({ env, secret, store }) => new FalVideo(toFalSettings(env, secret), store),
  'openai-videos': ({ env, secret, store }) => new OpenAiVideos(toOpenAiVideosSettings(env, secret), store),
};

/** Every adapter there is: one line for a vendor and a kind. */
export const ADAPTERS: Record<ModelCapabilities['kind'], Partial<Record<Vendor, Adapt>>> = {
  text: TEXT,
  image: IMAGE,
  video: VIDEO,
};
