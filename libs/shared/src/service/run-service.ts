import type { z } from 'zod';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { SystemClock } from '@shared/clock/clock';
import { ConfigError, type Environment, parseConfig } from '@shared/config/parse-config';
import type { ServiceEnv } from '@shared/config/service-env';
import type { ServiceName } from '@shared/contracts/events';
import { armFailpoints } from '@shared/failpoints/mines';
import { KafkaBus } from '@shared/messaging/kafka-bus';
import { createLogger } from '@shared/telemetry/create-logger';
import { createService, migrateService } from './create-service';
import type { ServiceDefinition } from './service-definition';
import type { ServiceWiring } from './service-wiring';
import { stopOnSignal } from './stop-on-signal';

/** What a service's main.ts says. */
export interface ServiceProgram<Config extends ServiceEnv> {
  name: ServiceName;
  /** `z.object({ ...serviceEnv, … })` */
  config: z.ZodType<Config>;
  define(config: Config): ServiceDefinition;
  openStore(config: Config): ArtifactStore;
}

interface Start {
  env: Environment;
  argv: readonly string[];
}

/** The life of one process: settings, start, signal, clean end. `migrate` as argument brings schema and bucket up to date instead. */
export async function runService<C extends ServiceEnv>(
  program: ServiceProgram<C>,
  { env, argv }: Start,
): Promise<void> {
  const config = readConfig(program, env);
  const wiring = wire(program, config);
  const definition = program.define(config);
  if (config.FAILPOINTS !== undefined) armFailpoints(config.FAILPOINTS, program.name);
  try {
    if (argv[2] === 'migrate') await Promise.all([migrateService(definition, wiring), wiring.store.prepare()]);
    else await serve(definition, wiring, config);
  } catch (error) {
    wiring.logger.fatal({ error }, 'cannot start');
    process.exit(1);
  }
}

function readConfig<C extends ServiceEnv>(program: ServiceProgram<C>, env: Environment): C {
  try {
    return parseConfig(program.config, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${program.name}: ${error.message}\n`);
    process.exit(1);
  }
}

function wire<C extends ServiceEnv>(program: ServiceProgram<C>, config: C): ServiceWiring {
  const { name } = program;
  const logger = createLogger({ service: name, level: config.LOG_LEVEL });
  const { KAFKA_BROKERS: brokers, KAFKA_PREFIX: prefix, KAFKA_REPLICATION: replication } = config;
  const sessionTimeoutMs = config.KAFKA_SESSION_TIMEOUT_MS;
  return {
    bus: new KafkaBus({ clientId: `reelwright-${name}`, brokers, prefix, replication, sessionTimeoutMs, logger }),
    store: program.openStore(config),
    logger,
    clock: new SystemClock(),
    databaseUrl: config.DATABASE_URL,
    timeScale: config.TIME_SCALE,
    keepMessagesDays: config.KEEP_MESSAGES_DAYS,
  };
}

async function serve(definition: ServiceDefinition, wiring: ServiceWiring, config: ServiceEnv): Promise<void> {
  const { bus, logger } = wiring;
  const stopping = stopOnSignal({ graceMs: config.SHUTDOWN_GRACE_MS, logger });
  await bus.start();
  const service = await createService(definition, wiring);
  stopping.whenAsked(async () => {
    await service.stop();
    await bus.stop();
  });
  await service.start({ port: config.PORT, host: config.HOST });
  logger.info({ address: await service.app.getUrl() }, 'serving');
}
