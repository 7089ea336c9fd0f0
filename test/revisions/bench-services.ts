import { join } from 'node:path';
import type { ServiceDefinition } from '@shared/service/service-definition';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { gatewayConfigSchema } from '../../apps/gateway/src/config';
import { keyframerConfigSchema } from '../../apps/keyframer/src/config';
import { plannerConfigSchema } from '../../apps/planner/src/config';
import { buildServiceDefinitions } from '../../apps/standalone/src/process/service-definitions';
import { stitcherConfigSchema } from '../../apps/stitcher/src/config';

export const TIME_SCALE = 0.01;
const LONG_MS = 3_600_000 / TIME_SCALE;

/** Settings of a simulator that keeps its things in this folder. */
export function simulatorIn(folder: string): Record<string, string> {
  return {
    SIMULATOR_PORT: '0',
    SIMULATOR_DATA: join(folder, 'simulator'),
    // Rendered: what is asked for otherwise looks otherwise, so that a change is seen in all that hangs on it.
    SIMULATOR_MEDIA: 'rendered',
    SIMULATOR_TIME_SCALE: String(TIME_SCALE),
  };
}

/** All five services as one machine has them, with `changes` to their settings; what is set to nothing is not set. */
export function defineServices(
  folder: string,
  simulatorUrl: string,
  changes: Record<string, string>,
): ServiceDefinition[] {
  const all = {
    DATABASE_URL: 'postgres://wired/by-the-bench',
    KAFKA_BROKERS: 'wired-by-the-bench:9092',
    ARTIFACTS_DIR: join(folder, 'store'),
    GEMINI_API_KEY: 'any',
    GEMINI_BASE_URL: simulatorUrl,
    GEMINI_RECALL_URL: `${simulatorUrl}/simulator/recent`,
    PROVIDER_MAX_PER_MINUTE: '6000',
    TIME_SCALE: String(TIME_SCALE),
    // Scaled like all times, this would end what a busy machine is only slow at.
    OPERATION_TIMEOUT_MS: String(LONG_MS),
    WORK_DIR: join(folder, 'work'),
    ...changes,
  };
  const env = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const settings = {
    gateway: gatewayConfigSchema.parse(env),
    planner: plannerConfigSchema.parse(env),
    keyframer: keyframerConfigSchema.parse(env),
    clipper: clipperConfigSchema.parse(env),
    stitcher: stitcherConfigSchema.parse(env),
  };
  return buildServiceDefinitions(settings, null);
}
