import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ClipFacts } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { Attempt } from '@shared/generation/attempt';
import { type ApprovedBrief, layoutOf } from '@shared/generation/brief';
import type { FilmRef } from '@shared/generation/film-ref';
import type { FilmWork } from '@shared/generation/film-work';
import { findBrief, listInputs, listUnits, moveUnit } from '@shared/generation/units';
import type { Outbox } from '@shared/messaging/outbox';
import { decideClips } from './decide-clips';

/** Begins each clip when its pair of keyframes is there, and states what becomes of it. */
export class ClipPairs {
  constructor(
    private readonly films: FilmWork,
    private readonly outbox: Outbox,
  ) {}

  /** Takes up whatever can be begun now. Before the storyboard is heard of, nothing can. The caller holds the film's lock. */
  async goOn(tx: EntityManager, film: FilmRef, causedBy: string): Promise<void> {
    const brief = await findBrief<ApprovedBrief>(tx, film);
    if (!brief) return;
    const statuses = new Map((await listUnits(tx, film)).map(({ n, status }) => [n, status]));
    const { takeUp, giveUp } = decideClips(layoutOf(brief).scenes, statuses, await listInputs(tx, film));
    for (const n of takeUp) await this.films.takeUp(tx, { ...film, causedBy, unit: { kind: 'clip', n } });
    for (const n of giveUp) await this.giveUp(tx, film, n);
  }

  async stateReady(tx: EntityManager, attempt: Attempt, artifact: ArtifactRef, facts: ClipFacts): Promise<void> {
    const { filmId, tenantId, revision, unit, id: attemptId } = attempt;
    await this.outbox.add(tx, {
      name: 'clip.ready',
      tenantId,
      filmId,
      data: { revision, scene: unit.n, artifact, facts, attemptId },
    });
  }

  async stateFailed(
    tx: EntityManager,
    { filmId, tenantId, revision }: FilmRef,
    scene: number,
    error: ErrorFacts,
  ): Promise<void> {
    await this.outbox.add(tx, { name: 'clip.failed', tenantId, filmId, data: { revision, scene, error } });
  }

  private async giveUp(tx: EntityManager, film: FilmRef, n: number): Promise<void> {
    const error: ErrorFacts = { code: 'DEPENDENCY_FAILED', message: 'a keyframe of the scene failed' };
    await moveUnit(tx, { ...film, unit: { kind: 'clip', n } }, ['waiting', 'failed'], { error });
    await this.stateFailed(tx, film, n, error);
  }
}
