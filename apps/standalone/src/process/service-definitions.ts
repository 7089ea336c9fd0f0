import { clipperService } from '../../../clipper/src/clipper.module';
import { gatewayService } from '../../../gateway/src/gateway-service';
import { keyframerService } from '../../../keyframer/src/keyframer.module';
import { plannerService } from '../../../planner/src/planner.module';
import { stitcherService } from '../../../stitcher/src/stitcher.module';
import type { ServiceDefinition } from '@shared/service/service-definition';
import type { ServiceSettings } from '../config';

/** The five services, as they are on their own; the first one serves the API. */
export function buildServiceDefinitions(settings: ServiceSettings, simulatorUrl: string | null): ServiceDefinition[] {
  const provider =
    simulatorUrl === null
      ? {}
      : { GEMINI_BASE_URL: simulatorUrl, GEMINI_RECALL_URL: `${simulatorUrl}/simulator/ledger` };
  return [
    gatewayService({ resyncAfterMs: settings.gateway.RESYNC_AFTER_MS }),
    plannerService({ ...settings.planner, ...provider }),
    keyframerService({ ...settings.keyframer, ...provider }),
    clipperService({ ...settings.clipper, ...provider }),
    stitcherService(settings.stitcher),
  ];
}
