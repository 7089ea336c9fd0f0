import type { EntityManager } from 'typeorm';
import type { EventData, FilmEvent, ServiceName } from '@shared/contracts/events';
import type { ModelKind } from '@shared/contracts/models';

export type Outage = NonNullable<EventData<'pool.changed'>['outage']>;

export interface PoolOutage {
  stage: ServiceName;
  vendor: string;
  model: string;
  credential: string;
  outage: Outage;
}

/** Who asks the models of a kind. */
export const STAGE_OF: Record<ModelKind, ServiceName> = { text: 'planner', image: 'keyframer', video: 'clipper' };

/** Whatever the order in which facts arrive, the last one stands: one that is over stays as a row without an outage. */
export async function keepOutage(tx: EntityManager, { source, data }: FilmEvent<'pool.changed'>): Promise<void> {
  const { vendor, model, credential, version, outage } = data;
  await tx.query(
    `INSERT INTO pool_outages AS kept (stage, vendor, model, credential, version, outage) VALUES ($1, $2, $3, $4, $5, $6::jsonb)
     ON CONFLICT (stage, vendor, model, credential) DO UPDATE SET version = excluded.version, outage = excluded.outage
     WHERE kept.version < excluded.version`,
    [source, vendor, model, credential, version, outage && JSON.stringify(outage)],
  );
}

export async function loadOutages(manager: EntityManager): Promise<PoolOutage[]> {
  return manager.query<PoolOutage[]>(
    'SELECT stage, vendor, model, credential, outage FROM pool_outages WHERE outage IS NOT NULL ORDER BY credential',
  );
}
