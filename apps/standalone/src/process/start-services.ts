import { createService, migrateService, type Service } from '@shared/service/create-service';
import type { ServiceDefinition } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import type { Logger } from '@shared/telemetry/logger';
import type { Loggers } from './open-log';

export interface ServicesStart {
  definitions: readonly ServiceDefinition[];
  wiring: Omit<ServiceWiring, 'logger'>;
  loggers: Loggers;
  /** The gateway listens here; the others need no address in one process. */
  port: number;
}

/** All at once, each behind its own migrations. What has started is stopped again when one of them can't. */
export async function startServices({ definitions, wiring, loggers, port }: ServicesStart): Promise<Service[]> {
  const started = await Promise.allSettled(
    definitions.map(async (definition) => {
      const own = { ...wiring, logger: loggers(definition.name) };
      await migrateService(definition, own);
      const service = await createService(definition, own);
      await service.start(definition.name === 'gateway' ? { port } : undefined);
      return service;
    }),
  );
  const services = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failure = started.find((outcome) => outcome.status === 'rejected');
  if (failure === undefined) return services;
  await stopServices(services, loggers('standalone'));
  throw failure.reason;
}

export async function stopServices(services: readonly Service[], logger: Logger): Promise<void> {
  const outcomes = await Promise.allSettled(services.map((service) => service.stop()));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') logger.error({ error: outcome.reason as unknown }, 'a service did not stop');
  }
}
