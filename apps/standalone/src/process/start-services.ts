import { createService, migrateService, type Service } from '@shared/service/create-service';
import type { ServiceDefinition } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import type { Logger } from '@shared/telemetry/logger';
import type { HeldPort } from './hold-port';
import type { Loggers } from './open-log';

export interface ServicesStart {
  definitions: readonly ServiceDefinition[];
  wiring: Omit<ServiceWiring, 'logger'>;
  loggers: Loggers;
  /** Where the API has to be. */
  held: HeldPort;
}

export interface StartedServices {
  services: Service[];
  url: string;
}

/** All at once, each behind its own migrations. What has started is stopped again when one of them can't. */
export async function startServices({ definitions, wiring, loggers, held }: ServicesStart): Promise<StartedServices> {
  const addressOf = async (name: string) => {
    if (name !== 'gateway') return undefined;
    await held.release();
    return { port: held.port };
  };
  const outcomes = await Promise.allSettled(
    definitions.map(async (definition) => {
      const own = { ...wiring, logger: loggers(definition.name) };
      await migrateService(definition, own);
      const service = await createService(definition, own);
      await service.start(await addressOf(definition.name));
      return service;
    }),
  );
  const services = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    await stopServices(services, loggers('standalone'));
    throw failure.reason;
  }
  return { services, url: await findUrl(services) };
}

async function findUrl(services: readonly Service[]): Promise<string> {
  const gateway = services[0];
  if (gateway === undefined) throw new Error('There is no service that could serve the API');
  return gateway.app.getUrl();
}

export async function stopServices(services: readonly Service[], logger: Logger): Promise<void> {
  const outcomes = await Promise.allSettled(services.map((service) => service.stop()));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') logger.error({ error: outcome.reason as unknown }, 'a service did not stop');
  }
}
