import { GeminiVideo } from '../../apps/clipper/src/providers/gemini-video';
import { GEMINI_MODELS } from '@shared/vendors/gemini/capabilities';
import { PLANTED_SECRET } from './simulated-vendors';
import { videoProviderContract } from './video-contract';

for (const model of GEMINI_MODELS.filter((model) => model.kind === 'video').slice(0, 1))
  videoProviderContract({
    model,
    create: (url, store) => new GeminiVideo({ apiKey: PLANTED_SECRET, baseUrl: url }, store),
  });
