import { z } from 'zod';
import { LOG_LEVELS } from '@shared/telemetry/create-logger';

const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const brokerList = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port, more than one joined by commas')).min(1));

/** Settings that every service has. Spread into the service's own schema: `z.object({ ...serviceEnv, … })`. */
export const serviceEnv = {
  /** Address of Postgres, with user and database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be an address like postgres://user@host:5432/name' }),
  /** host:port of one or more Kafka brokers, joined by commas. */
  KAFKA_BROKERS: brokerList,
  /** Copies of each topic that the service makes. Default 1; 3 on a cluster of three brokers or more. */
  KAFKA_REPLICATION: wholeNumber(1, 9).default(1),
  /** Put before the names of topics and groups, so that two installations can share brokers. Default none. */
  KAFKA_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]*$/)
    .default(''),
  /** Milliseconds without a heartbeat after which a consumer's partitions go to another. Default 10000. */
  KAFKA_SESSION_TIMEOUT_MS: wholeNumber(500, 300_000).default(10_000),
  /** HTTP port; 0 takes a free one. */
  PORT: wholeNumber(0, 65_535).default(8080),
  /** Address to listen on. Default: all. */
  HOST: z.string().default('0.0.0.0'),
  /**
   * Days since anything was said or heard of a film, after which a service removes what it said of it, and after twice as many what it
   * heard. Longer than any service is ever down. Default 7; 0 keeps everything.
   */
  KEEP_MESSAGES_DAYS: wholeNumber(0, 3650).default(7),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  /** Factor over all waits for providers. Default 1; 0.1 with a simulator that is ten times as fast. */
  TIME_SCALE: z.coerce.number().positive().max(100).default(1),
  /** For fault tests alone: a folder with mines, see docs/faults.md. Default none, and then no failpoint does anything. */
  FAILPOINTS: z.string().min(1).optional(),
  /** Milliseconds from the stop signal to the end, however much is left. Default 4000; 0 stops at once. */
  SHUTDOWN_GRACE_MS: wholeNumber(0, 600_000).default(4000),
};

export type ServiceEnv = z.infer<z.ZodObject<typeof serviceEnv>>;
