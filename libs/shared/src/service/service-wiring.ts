import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Clock } from '@shared/clock/clock';
import type { EventBus } from '@shared/messaging/event-bus';
import type { Logger } from '@shared/telemetry/logger';

/** What differs between production, standalone and tests; all else of a service is the same. */
export interface ServiceWiring {
  bus: EventBus;
  store: ArtifactStore;
  logger: Logger;
  clock: Clock;
  databaseUrl: string;
  /** Factor over all waits for providers. */
  timeScale: number;
  /** Default 7; see `KEEP_MESSAGES_DAYS`. */
  keepMessagesDays?: number;
}
