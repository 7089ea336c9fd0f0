import type { DataSource } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { newId } from '@shared/contracts/ids';
import type { Doorbell } from '@shared/database/doorbell';
import { OrphanedLeases } from '@shared/database/orphaned-leases';
import { Presence } from '@shared/database/presence';
import { sqlList } from '@shared/database/sql-list';
import type { RightOfWay } from '@shared/lifecycle/right-of-way';
import type { Outbox } from '@shared/messaging/outbox';
import type { Logger } from '@shared/telemetry/logger';
import { Admission } from '../pools/admission';
import { AttemptRepository } from '../attempts/attempt-repository';
import { CLAIMABLE_STATUSES } from '../attempts/attempt-state';
import { AttemptSteps } from '../steps/attempt-steps';
import type { EngineSettings } from '../pools/engine-settings';
import { type FilmWork, WORK_BELL } from '../films/film-work';
import { GenerationWorker } from '../steps/generation-worker';
import { Handover } from '../steps/handover';
import { LearnedTimes } from '../pools/learned-times';
import type { Pools } from '../pools/pool';
import { PoolStates } from '../pools/pool-states';
import { Settlement } from '../settlement/settlement';
import type { Workload } from '../attempts/workload';

export interface GenerationWorkerParts {
  db: DataSource;
  databaseUrl: string;
  doorbell: Doorbell;
  outbox: Outbox;
  rightOfWay: RightOfWay;
  films: FilmWork;
  workload: Workload;
  pools: Pools;
  store: ArtifactStore;
  logger: Logger;
  settings: EngineSettings;
  /** How long a stopping worker waits for its open submits. */
  graceMs: number;
}

export function createGenerationWorker(parts: GenerationWorkerParts): GenerationWorker {
  const { db, databaseUrl, outbox, logger, settings } = parts;
  const owner = newId('wrk');
  const handover = new Handover(owner);
  const attempts = new AttemptRepository(db);
  const states = new PoolStates(db, outbox, settings);
  const admission = new Admission({ ...parts, states });
  const settlement = new Settlement({ ...parts, admission, handover, attempts, states });
  const steps = new AttemptSteps({ ...parts, attempts, states, settlement, times: new LearnedTimes(attempts) });
  const presence = new Presence({ url: databaseUrl, name: owner, logger });
  const leased = `status IN ${sqlList(CLAIMABLE_STATUSES)}`;
  const orphans = new OrphanedLeases({ ...parts, owner, table: 'attempts', leased, bell: WORK_BELL });
  return new GenerationWorker({ ...parts, handover, presence, orphans, attempts, admission, steps });
}
