import { CreateProviderKeys1763900000000 } from '@shared/keys/create-provider-keys';
import { RefusalTable1763769600000 } from '@shared/refusals/refusal-table';
import { AdmittedAttempts1763712000000 } from './admitted-attempts';
import { PoolCircuits1763856000000 } from './pool-circuits';
import { PoolOutages1764014400000 } from './pool-outages';
import { PoolOutageTimes1763928000000 } from './pool-outage-times';
import { RevisionTables1763740800000 } from './revision-tables';
import { StageTables1763683200000 } from './stage-tables';

/** Of each stage that buys, in order. */
export const STAGE_MIGRATIONS = [
  StageTables1763683200000,
  AdmittedAttempts1763712000000,
  RevisionTables1763740800000,
  RefusalTable1763769600000,
  PoolCircuits1763856000000,
  CreateProviderKeys1763900000000,
  PoolOutageTimes1763928000000,
  PoolOutages1764014400000,
];
