import { GeminiVideo } from '@shared/vendors/gemini/gemini-video';
import { FAL_MODELS } from '@shared/vendors/fal/capabilities';
import { FalVideo } from '@shared/vendors/fal/fal-video';
import { GEMINI_MODELS } from '@shared/vendors/gemini/capabilities';
import type { ModelCapabilities, VideoModel } from '@shared/vendors/model-capabilities';
import { openAiVideoModels } from '@shared/vendors/openai-videos/capabilities';
import { OpenAiVideos } from '@shared/vendors/openai-videos/openai-videos';
import { REPLICATE_MODELS } from '@shared/vendors/replicate/capabilities';
import { ReplicateVideo } from '@shared/vendors/replicate/replicate-video';
import { VERTEX_MODELS } from '@shared/vendors/vertex/capabilities';
import { VertexVeo } from '@shared/vendors/vertex/vertex-veo';
import { aServiceAccount, PLANTED_SECRET } from './simulated-vendors';
import type { VideoVendor } from './video-subject';

/** Each video vendor as the simulator speaks it. A new one is a line here and a spec of its own. */
export const VIDEO_VENDORS = {
  gemini: {
    model: videoModel(GEMINI_MODELS, 'gemini-omni-1.2-flash'),
    create: (url, store) => new GeminiVideo({ apiKey: PLANTED_SECRET, baseUrl: url }, store),
  },
  vertex: {
    model: videoModel(VERTEX_MODELS, 'veo-3.1-lite-generate-001'),
    create: (url, store) => {
      const account = aServiceAccount(`${url}/vertex/token`);
      const at = { project: 'films', location: 'us-central1', baseUrl: `${url}/vertex`, storageUrl: `${url}/vertex` };
      return new VertexVeo({ account, ...at, outputPrefix: 'gs://films/attempts/' }, store);
    },
  },
  replicate: {
    model: videoModel(REPLICATE_MODELS, 'google/veo-3.1-fast'),
    create: (url, store) =>
      new ReplicateVideo({ apiToken: PLANTED_SECRET, baseUrl: `${url}/replicate/v1`, webhooks: true }, store),
  },
  fal: {
    model: videoModel(FAL_MODELS, 'fal-ai/kling-video/v3/standard/image-to-video'),
    create: (url, store) => new FalVideo({ key: `id:${PLANTED_SECRET}`, baseUrl: `${url}/fal`, webhooks: true }, store),
  },
  'openai-videos': {
    model: videoModel(openAiVideoModels('https://gateway.example/v1'), 'sora-2'),
    create: (url, store) =>
      new OpenAiVideos({ apiKey: PLANTED_SECRET, baseUrl: `${url}/openai/v1`, tagPrompts: true }, store),
  },
} satisfies Record<string, VideoVendor>;

function videoModel(models: readonly ModelCapabilities[], name: string): VideoModel {
  const model = models.find(({ model }) => model === name);
  if (model?.kind === 'video') return model;
  throw new Error(`${name} is no video model that is known`);
}
