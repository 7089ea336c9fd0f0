import { resolve } from 'node:path';
import { z } from 'zod';
import { clipperConfigSchema, type ClipperConfig } from '../../clipper/src/config';
import { gatewayConfigSchema, type GatewayConfig } from '../../gateway/src/config';
import { keyframerConfigSchema, type KeyframerConfig } from '../../keyframer/src/config';
import { plannerConfigSchema, type PlannerConfig } from '../../planner/src/config';
import { loadSimulatorConfig, type SimulatorConfig } from '../../simulator/src/config';
import { stitcherConfigSchema, type StitcherConfig } from '../../stitcher/src/config';
import { ConfigError, type Environment, parseConfig } from '@shared/config/parse-config';
import { SIMULATOR_KEY } from '@shared/gemini/gemini-env';
import type { LogLevel } from '@shared/telemetry/create-logger';
import type { Arguments } from './arguments/parse-arguments';
import { chooseDataDir, type DataPlace } from './data/choose-data-dir';
import { dataPaths } from './data/data-paths';
import { type EnvByKind, hasOwnProvider, throwOnHalfProvider } from './provider/own-provider';

export interface ServiceSettings {
  gateway: GatewayConfig;
  planner: PlannerConfig;
  keyframer: KeyframerConfig;
  clipper: ClipperConfig;
  stitcher: StitcherConfig;
}

export interface StandaloneConfig {
  dataDir: string;
  /** What is to be said of films that lie elsewhere; null for nothing. */
  dataNote: string | null;
  /** null: 8080, or the next free one. */
  port: number | null;
  logLevel: LogLevel;
  timeScale: number;
  graceMs: number;
  ffmpeg: { FFMPEG_PATH: string; FFPROBE_PATH: string };
  /** It makes everything; null: it makes nothing, and films cost money. */
  simulator: SimulatorConfig | null;
  services: ServiceSettings;
}

// A film of four scenes takes about 20 s: long enough to be watched, short enough to be waited for.
const SIMULATED_VIDEO_LATENCY = 'lognormal:35000:60000';
const A_MONTH_MS = 30 * 24 * 3_600_000;
// The simulator ends with this process: no request of a dead one is still on its way to it, and its operations go on when it does.
const SIMULATED_DEFAULTS = {
  TIME_SCALE: '0.15',
  UNKNOWN_TIMEOUT_MS: '20000',
  PROVIDER_REQUEST_TIMEOUT_MS: '5000',
  OPERATION_TIMEOUT_MS: `${A_MONTH_MS}`,
};

/** Settings of all five services, each with the keys and the defaults that it has on its own. Throws a ConfigError. */
export function loadConfig(args: Arguments, env: Environment): StandaloneConfig {
  const given = definedOf(env);
  const isSimulated = !hasOwnProvider(byKind(given));
  const { dataDir, note: dataNote } = toDataPlace(args, env, isSimulated);
  const serviceEnv = toServiceEnv(given, { dataDir, isSimulated });
  if (!isSimulated) throwOnHalfProvider(byKind(serviceEnv));
  const services = parseServices(serviceEnv);
  const { LOG_LEVEL: logLevel, TIME_SCALE: timeScale, SHUTDOWN_GRACE_MS: graceMs } = services.gateway;
  const { FFMPEG_PATH, FFPROBE_PATH } = services.clipper;
  return Object.freeze({
    dataDir,
    dataNote,
    port: args.port,
    logLevel,
    timeScale,
    graceMs,
    ffmpeg: { FFMPEG_PATH, FFPROBE_PATH },
    simulator: isSimulated ? toSimulator(env, { dataDir, timeScale }) : null,
    services,
  });
}

// npm runs us in the project; what was typed is meant where it was typed.
function toDataPlace({ dataDir }: Arguments, env: Environment, isSimulated: boolean): DataPlace {
  if (dataDir !== null) return { dataDir: resolve(env['INIT_CWD'] ?? '.', dataDir), note: null };
  return chooseDataDir(isSimulated ? 'simulator' : 'vendors', '.');
}

// Nobody listens at the first two addresses: database and bus of this process are handed over ready-made.
function toServiceEnv(
  env: Environment,
  { dataDir, isSimulated }: { dataDir: string; isSimulated: boolean },
): Environment {
  return {
    ...(isSimulated && SIMULATED_DEFAULTS),
    // A stand-in for Gemini at an address of its own takes any key.
    ...((isSimulated || env['GEMINI_BASE_URL'] !== undefined) && { GEMINI_API_KEY: SIMULATOR_KEY }),
    ...env,
    DATABASE_URL: 'postgres://embedded@127.0.0.1/postgres',
    KAFKA_BROKERS: 'local:1',
    ARTIFACTS: 'directory',
    ARTIFACTS_DIR: dataPaths(dataDir).artifacts,
  };
}

// `CLIPPER_PROVIDER_MAX_IN_FLIGHT` is the clipper's alone; without the prefix a key is for all five.
function toOwnEnv(env: Environment, service: keyof ServiceSettings): Environment {
  const prefix = `${service.toUpperCase()}_`;
  const own = Object.entries(env).filter(([key]) => key.startsWith(prefix));
  return { ...env, ...Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])) };
}

function byKind(env: Environment): EnvByKind {
  return { text: toOwnEnv(env, 'planner'), image: toOwnEnv(env, 'keyframer'), video: toOwnEnv(env, 'clipper') };
}

function definedOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}

function parseServices(env: Environment): ServiceSettings {
  const problems = new Set<string>();
  const parse = <T extends object>(service: keyof ServiceSettings, schema: z.ZodType<T>): Readonly<T> => {
    try {
      return parseConfig(schema, toOwnEnv(env, service));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      error.problems.forEach((problem) => problems.add(problem));
      return {} as T;
    }
  };
  const services = {
    gateway: parse('gateway', gatewayConfigSchema),
    planner: parse('planner', plannerConfigSchema),
    keyframer: parse('keyframer', keyframerConfigSchema),
    clipper: parse('clipper', clipperConfigSchema),
    stitcher: parse('stitcher', stitcherConfigSchema),
  };
  if (problems.size > 0) throw new ConfigError([...problems]);
  return services;
}

function toSimulator(
  env: Environment,
  { dataDir, timeScale }: { dataDir: string; timeScale: number },
): SimulatorConfig {
  try {
    return loadSimulatorConfig({
      SIMULATOR_TIME_SCALE: String(timeScale),
      SIMULATOR_VIDEO_LATENCY: SIMULATED_VIDEO_LATENCY,
      ...definedOf(env),
      SIMULATOR_HOST: '127.0.0.1',
      SIMULATOR_PORT: '0',
      SIMULATOR_DATA: dataPaths(dataDir).simulator,
    });
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)]);
  }
}
