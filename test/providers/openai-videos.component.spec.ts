import { openAiVideoModels } from '@shared/vendors/openai-videos/capabilities';
import { OpenAiVideos } from '@shared/vendors/openai-videos/openai-videos';
import { PLANTED_SECRET } from './simulated-vendors';
import { videoProviderContract } from './video-contract';

for (const model of openAiVideoModels('https://gateway.example/v1').slice(0, 1))
  videoProviderContract({
    model,
    create: (url, store) =>
      new OpenAiVideos({ apiKey: PLANTED_SECRET, baseUrl: `${url}/openai/v1`, tagPrompts: true }, store),
  });
