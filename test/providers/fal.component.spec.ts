import { FAL_MODELS } from '@shared/vendors/fal/capabilities';
import { FalVideo } from '@shared/vendors/fal/fal-video';
import { PLANTED_SECRET } from './simulated-vendors';
import { videoProviderContract } from './video-contract';

for (const model of FAL_MODELS.slice(0, 1))
  videoProviderContract({
    model,
    create: (url, store) => new FalVideo({ key: `id:${PLANTED_SECRET}`, baseUrl: `${url}/fal`, webhooks: true }, store),
  });
