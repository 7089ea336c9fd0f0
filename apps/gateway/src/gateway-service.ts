import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DEFAULT_MODELS } from '@shared/generation/engine/models-env';
import { CreateProviderKeys1763900000000 } from '@shared/keys/create-provider-keys';
import { KNOWN_MODELS } from '@shared/vendors/known-models';
import { KeySettings } from './provider-keys/key-settings';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import { HEARD_EVENTS } from './films/apply-fact';
import { GatewayModule, type GatewaySettings } from './gateway.module';
import { ModelSettings } from './models/model-settings';
import { keepRawBodies } from './provider-webhooks/raw-body';
import { HTTP_OPTIONS } from './http/http-options';
import { serveOpenApi } from './http/openapi';
import { AddRevisions1795300000000 } from './migrations/add-revisions';
import { CreateFilms1795200000000 } from './migrations/create-films';
import { CutOutputs1795400000000 } from './migrations/cut-outputs';
import { FilmModels1795600000000 } from './migrations/film-models';
import { PoolOutages1795800000000 } from './migrations/pool-outages';
import { References1795500000000 } from './migrations/references';
import { UsedUploads1795700000000 } from './migrations/used-uploads';
import { takeInFiles } from './http/take-in-files';

const PARTS: ServiceParts = {
  name: 'gateway',
  migrations: [
    ...[CreateFilms1795200000000, AddRevisions1795300000000, CutOutputs1795400000000, References1795500000000],
    ...[FilmModels1795600000000, UsedUploads1795700000000, CreateProviderKeys1763900000000, PoolOutages1795800000000],
  ],
  consumes: [...HEARD_EVENTS, 'take.kept', 'event.set-aside', 'pool.changed'],
};

const MODELS = new ModelSettings(DEFAULT_MODELS, KNOWN_MODELS, null);
const KEYS = new KeySettings({}, {}, () => []);
const TIMES = { resyncAfterMs: 60_000, giveUpAfterResyncs: 6, keepUploadsDays: 7 };

export const DEFAULT_SETTINGS: GatewaySettings = { ...TIMES, webhooks: null, models: MODELS, keys: KEYS };

/** REST, event streams and the read model of films. */
export function gatewayService(settings: GatewaySettings = DEFAULT_SETTINGS): ServiceDefinition {
  return {
    ...PARTS,
    createModule: (wiring) => GatewayModule.register(PARTS, { wiring, settings }),
    http: HTTP_OPTIONS,
    configure: async (app: NestFastifyApplication) => {
      await takeInFiles(app);
      serveOpenApi(app);
      keepRawBodies(app.getHttpAdapter().getInstance());
    },
  };
}
