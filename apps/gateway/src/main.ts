import { createArtifactStore } from '@shared/artifacts/create-artifact-store';
import { runService } from '@shared/service/run-service';
import { type GatewayConfig, gatewayConfigSchema, toGatewaySettings } from './config';
import { gatewayService } from './gateway-service';

await runService<GatewayConfig>(
  {
    name: 'gateway',
    config: gatewayConfigSchema,
    define: (config) => gatewayService(toGatewaySettings(config)),
    openStore: createArtifactStore,
  },
  process,
);
