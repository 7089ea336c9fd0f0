import type { EntityManager } from 'typeorm';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';
import { type ReadyUnit, toProvenance, UnitStatements } from '@shared/generation/films/unit-statements';
import type { Outbox } from '@shared/messaging/outbox';

export class ClipStatements extends UnitStatements {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  async ready(tx: EntityManager, { filmId, tenantId, revision }: FilmRef, unit: ReadyUnit): Promise<void> {
    const { n: scene, artifact, facts, attemptId } = unit;
    if (facts === null) throw new Error(`clip ${scene} of ${filmId} was never measured`);
    const data = { revision, scene, artifact, facts, attemptId, ...toProvenance(unit) };
    await this.outbox.add(tx, { name: 'clip.ready', tenantId, filmId, data });
  }

  async failed(
    tx: EntityManager,
    { filmId, tenantId, revision }: FilmRef,
    scene: number,
    error: ErrorFacts,
  ): Promise<void> {
    await this.outbox.add(tx, { name: 'clip.failed', tenantId, filmId, data: { revision, scene, error } });
  }
}
