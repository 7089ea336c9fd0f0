import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempt';
import { layoutOf, loadApprovedBrief } from '@shared/generation/brief';
import type { FilmRef } from '@shared/generation/film-ref';
import type { FilmWork } from '@shared/generation/film-work';
import { listUnits, moveUnit } from '@shared/generation/units';
import type { Outbox } from '@shared/messaging/outbox';
import { decideKeyframes } from './decide-keyframes';

/** Keeps the chains of a film going, and states what becomes of each keyframe. */
export class KeyframeChains {
  constructor(
    private readonly films: FilmWork,
    private readonly outbox: Outbox,
  ) {}

  /** Takes up whatever can be begun now. The caller holds the film's lock. */
  async goOn(tx: EntityManager, film: FilmRef & { causedBy: string | null }): Promise<void> {
    const { filmId, tenantId, revision, causedBy } = film;
    const brief = await loadApprovedBrief(tx, film);
    const statuses = new Map((await listUnits(tx, film)).map(({ n, status }) => [n, status]));
    const { takeUp, giveUp } = decideKeyframes(layoutOf(brief), brief.spec.continuity, statuses);
    for (const n of takeUp) {
      await this.films.takeUp(tx, { filmId, tenantId, revision, causedBy, unit: { kind: 'keyframe', n } });
    }
    for (const n of giveUp) await this.giveUp(tx, { filmId, tenantId, revision }, n);
  }

  async stateReady(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef): Promise<void> {
    const { filmId, tenantId, revision, unit, id: attemptId } = attempt;
    await this.outbox.add(tx, {
      name: 'keyframe.ready',
      tenantId,
      filmId,
      data: { revision, index: unit.n, artifact, attemptId },
    });
  }

  async stateFailed(
    tx: EntityManager,
    { filmId, tenantId, revision }: FilmRef,
    index: number,
    error: ErrorFacts,
  ): Promise<void> {
    await this.outbox.add(tx, { name: 'keyframe.failed', tenantId, filmId, data: { revision, index, error } });
  }

  private async giveUp(tx: EntityManager, film: FilmRef, n: number): Promise<void> {
    const error: ErrorFacts = { code: 'DEPENDENCY_FAILED', message: 'the keyframe that it is drawn from failed' };
    await moveUnit(tx, { ...film, unit: { kind: 'keyframe', n } }, ['waiting', 'failed'], { error });
    await this.stateFailed(tx, film, n, error);
  }
}
