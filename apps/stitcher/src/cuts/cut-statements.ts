import type { EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { CutFile, CutScene, Fragment } from '@shared/contracts/cut';
import type { EventInput, EventName, Gap } from '@shared/contracts/events';
import type { ClipFacts } from '@shared/contracts/unit';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';
import type { Outbox } from '@shared/messaging/outbox';

export type CutFiles = Partial<Record<CutFile, ArtifactRef>>;

export interface FinishedCut {
  video: ArtifactRef;
  poster: ArtifactRef;
  facts: ClipFacts;
  scenes: CutScene[];
  files: CutFiles;
}

export interface CutRef extends FilmRef {
  take: number;
  causedBy: string | null;
}

/** All that the stitcher says, each in the transaction that makes it true. */
export class CutStatements {
  constructor(private readonly outbox: Outbox) {}

  async started(tx: EntityManager, cut: CutRef): Promise<void> {
    const { revision, take } = cut;
    await this.state(tx, cut, { name: 'cut.started', data: { revision, take } });
  }

  async extended(tx: EntityManager, cut: CutRef, fragments: Fragment[]): Promise<void> {
    const { revision, take } = cut;
    if (fragments.length > 0) await this.state(tx, cut, { name: 'cut.extended', data: { revision, take, fragments } });
  }

  async ready(tx: EntityManager, cut: CutRef & { gaps: Gap[] }, finished: FinishedCut): Promise<void> {
    const { revision, take, gaps } = cut;
    await this.state(tx, cut, { name: 'cut.ready', data: { revision, take, ...finished, gaps } });
  }

  async illustrated(tx: EntityManager, cut: CutRef, files: CutFiles): Promise<void> {
    const { revision, take } = cut;
    await this.state(tx, cut, { name: 'cut.illustrated', data: { revision, take, files } });
  }

  async failed(tx: EntityManager, cut: CutRef & { gaps: Gap[] }, error: ErrorFacts): Promise<void> {
    const { revision, take, gaps } = cut;
    await this.state(tx, cut, { name: 'cut.failed', data: { revision, take, error, gaps } });
  }

  /** Nothing of the film is in hand any more. */
  async cancelled(tx: EntityManager, cut: FilmRef & { causedBy: string | null }): Promise<void> {
    await this.state(tx, cut, { name: 'stage.cancelled', data: { revision: cut.revision, stage: 'stitcher' } });
  }

  private async state<N extends EventName>(
    tx: EntityManager,
    { filmId, tenantId, causedBy }: FilmRef & { causedBy: string | null },
    { name, data }: { name: N; data: EventInput<N> },
  ): Promise<void> {
    await this.outbox.add<N>(tx, { name, tenantId, filmId, causedBy, data });
  }
}
