import { REPLICATE_MODELS } from '@shared/vendors/replicate/capabilities';
import { ReplicateVideo } from '@shared/vendors/replicate/replicate-video';
import { PLANTED_SECRET } from './simulated-vendors';
import { videoProviderContract } from './video-contract';

for (const model of REPLICATE_MODELS)
  videoProviderContract({
    model,
    create: (url, store) =>
      new ReplicateVideo({ apiToken: PLANTED_SECRET, baseUrl: `${url}/replicate/v1`, webhooks: true }, store),
  });
