import { clipperService } from '../../../clipper/src/clipper.module';
import { toGatewaySettings } from '../../../gateway/src/config';
import { gatewayService } from '../../../gateway/src/gateway-service';
import { keyframerService } from '../../../keyframer/src/keyframer.module';
import { plannerService } from '../../../planner/src/planner.module';
import { stitcherService } from '../../../stitcher/src/stitcher.module';
import type { ServiceDefinition } from '@shared/service/service-definition';
import type { ServiceSettings } from '../config';

/** The simulator of this process, and how it reaches us. */
export interface OwnProvider {
  url: string;
  apiPort: number;
  webhookSecret: string;
}

/** The five services, as they are on their own; the first one serves the API. */
export function buildServiceDefinitions(settings: ServiceSettings, own: OwnProvider | null): ServiceDefinition[] {
  const provider = own === null ? {} : toProviderSettings(own);
  return [
    gatewayService(toGatewaySettings({ ...settings.gateway, ...provider })),
    plannerService({ ...settings.planner, ...provider }),
    keyframerService({ ...settings.keyframer, ...provider }),
    clipperService({ ...settings.clipper, ...provider }),
    stitcherService(settings.stitcher),
  ];
}

function toProviderSettings({ url, apiPort, webhookSecret }: OwnProvider) {
  return {
    GEMINI_BASE_URL: url,
    GEMINI_RECALL_URL: `${url}/simulator/recent`,
    WEBHOOK_URL: `http://127.0.0.1:${apiPort}`,
    WEBHOOK_SECRET: [webhookSecret] as [string],
  };
}
