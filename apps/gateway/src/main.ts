import { createArtifactStore } from '@shared/artifacts/create-artifact-store';
import { runService } from '@shared/service/run-service';
import { type GatewayConfig, gatewayConfigSchema } from './config';
import { gatewayService } from './gateway-service';

await runService<GatewayConfig>(
  {
    name: 'gateway',
    config: gatewayConfigSchema,
    define: ({ RESYNC_AFTER_MS }) => gatewayService({ resyncAfterMs: RESYNC_AFTER_MS }),
    openStore: createArtifactStore,
  },
  process,
);
