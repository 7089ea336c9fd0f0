import type { DataSource } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { newId } from '@shared/contracts/ids';
import type { Doorbell } from '@shared/database/doorbell';
import { OrphanedLeases } from '@shared/database/orphaned-leases';
import { Presence } from '@shared/database/presence';
import type { Outbox } from '@shared/messaging/outbox';
import type { Logger } from '@shared/telemetry/logger';
import { Admission } from './admission';
import { AttemptRepository } from './attempt-repository';
import { CLAIMABLE_STATUSES, sqlList } from './attempt-state';
import { AttemptSteps } from './attempt-steps';
import type { EngineSettings } from './engine-settings';
import { type FilmWork, WORK_BELL } from './film-work';
import { GenerationWorker } from './generation-worker';
import { type CompletionTimes, learnCompletionTimes } from './poll-schedule';
import { Settlement } from './settlement';
import type { Workload } from './workload';

export interface GenerationWorkerParts {
  db: DataSource;
  databaseUrl: string;
  doorbell: Doorbell;
  outbox: Outbox;
  films: FilmWork;
  workload: Workload;
  store: ArtifactStore;
  logger: Logger;
  settings: EngineSettings;
  /** How long a stopping worker waits for its open submits. */
  graceMs: number;
}

export function createGenerationWorker(parts: GenerationWorkerParts): GenerationWorker {
  const { db, databaseUrl, logger, settings } = parts;
  const owner = newId('wrk');
  const attempts = new AttemptRepository(db);
  const admission = new Admission(db, attempts, settings);
  const settlement = new Settlement({ ...parts, attempts, admission });
  const completionTimes = rememberCompletionTimes(attempts, settings);
  const steps = new AttemptSteps({ ...parts, attempts, admission, settlement, completionTimes });
  const presence = new Presence({ url: databaseUrl, name: owner, logger });
  const leased = `status IN ${sqlList(CLAIMABLE_STATUSES)}`;
  const orphans = new OrphanedLeases({ ...parts, owner, table: 'attempts', leased, bell: WORK_BELL });
  return new GenerationWorker({ ...parts, owner, presence, orphans, attempts, admission, steps });
}

const LEARN_AGAIN_AFTER_MS = 1000;

function rememberCompletionTimes(
  attempts: AttemptRepository,
  settings: EngineSettings,
): () => Promise<CompletionTimes> {
  let times = settings.completionTimes;
  let learnAgainAt = 0;
  return async () => {
    if (performance.now() < learnAgainAt) return times;
    learnAgainAt = performance.now() + LEARN_AGAIN_AFTER_MS;
    // What was learned before will do: an operation that was just accepted must not be lost over this.
    const samples = await attempts.recentCompletionsMs(settings.pool).catch(() => null);
    if (samples) times = learnCompletionTimes(samples, settings.completionTimes);
    return times;
  };
}
