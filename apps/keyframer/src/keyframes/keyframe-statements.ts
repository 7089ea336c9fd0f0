import type { EntityManager } from 'typeorm';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';
import { type ReadyUnit, toProvenance, UnitStatements } from '@shared/generation/films/unit-statements';
import type { Outbox } from '@shared/messaging/outbox';

export class KeyframeStatements extends UnitStatements {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  async ready(tx: EntityManager, { filmId, tenantId, revision }: FilmRef, unit: ReadyUnit): Promise<void> {
    const { n: index, artifact, attemptId } = unit;
    const data = { revision, index, artifact, attemptId, ...toProvenance(unit) };
    await this.outbox.add(tx, { name: 'keyframe.ready', tenantId, filmId, data });
  }

  async failed(
    tx: EntityManager,
    { filmId, tenantId, revision }: FilmRef,
    index: number,
    error: ErrorFacts,
  ): Promise<void> {
    await this.outbox.add(tx, { name: 'keyframe.failed', tenantId, filmId, data: { revision, index, error } });
  }
}
