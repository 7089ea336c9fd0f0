import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { EventInput, EventName, Gap } from '@shared/contracts/events';
import type { ClipFacts } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/film-ref';
import type { Outbox } from '@shared/messaging/outbox';

export interface FinishedCut {
  video: ArtifactRef;
  poster: ArtifactRef;
  facts: ClipFacts;
}

export interface CutRef extends FilmRef {
  causedBy: string | null;
}

/** All that the stitcher says, each in the transaction that makes it true. */
export class CutStatements {
  constructor(private readonly outbox: Outbox) {}

  async started(tx: EntityManager, cut: CutRef): Promise<void> {
    await this.state(tx, cut, { name: 'cut.started', data: { revision: cut.revision } });
  }

  async ready(tx: EntityManager, cut: CutRef & { gaps: Gap[] }, finished: FinishedCut): Promise<void> {
    const { revision, gaps } = cut;
    await this.state(tx, cut, { name: 'cut.ready', data: { revision, ...finished, gaps } });
  }

  async failed(tx: EntityManager, cut: CutRef & { gaps: Gap[] }, error: ErrorFacts): Promise<void> {
    const { revision, gaps } = cut;
    await this.state(tx, cut, { name: 'cut.failed', data: { revision, error, gaps } });
  }

  /** Nothing of the film is in hand any more. */
  async cancelled(tx: EntityManager, cut: CutRef): Promise<void> {
    await this.state(tx, cut, { name: 'stage.cancelled', data: { revision: cut.revision, stage: 'stitcher' } });
  }

  private async state<N extends EventName>(
    tx: EntityManager,
    { filmId, tenantId, causedBy }: CutRef,
    { name, data }: { name: N; data: EventInput<N> },
  ): Promise<void> {
    await this.outbox.add<N>(tx, { name, tenantId, filmId, causedBy, data });
  }
}
