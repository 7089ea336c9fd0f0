import { VERTEX_MODELS } from '@shared/vendors/vertex/capabilities';
import { VertexVeo } from '@shared/vendors/vertex/vertex-veo';
import { aServiceAccount } from './simulated-vendors';
import { videoProviderContract } from './video-contract';

for (const model of VERTEX_MODELS.slice(2))
  videoProviderContract({
    model,
    create: (url, store) => {
      const account = aServiceAccount(`${url}/vertex/token`);
      const at = { project: 'films', location: 'us-central1', baseUrl: `${url}/vertex`, storageUrl: `${url}/vertex` };
      return new VertexVeo({ account, ...at, outputPrefix: 'gs://films/attempts/' }, store);
    },
  });
