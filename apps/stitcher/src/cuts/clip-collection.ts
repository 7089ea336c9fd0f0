import type { EntityManager } from 'typeorm';
import type { Doorbell } from '@shared/database/doorbell';
import type { ApprovedBrief } from '@shared/generation/brief';
import type { FilmRef } from '@shared/generation/film-ref';
import { lockFilm } from '@shared/database/lock-film';
import { type CutClip, listClips, saveClip } from './cut-clips';
import { CUT_BELL } from './cut-leases';
import type { CutStatements } from './cut-statements';
import type { CutRepository } from './cut.repository';
import { decideCut } from './decide-cut';

export interface Cause extends FilmRef {
  /** The event under handling. */
  causedBy: string;
}

/** Gathers what is heard of a film, in any order, until its cut is due. The film's lock makes its facts take turns. */
export class ClipCollection {
  constructor(
    private readonly cuts: CutRepository,
    private readonly statements: CutStatements,
    private readonly doorbell: Doorbell,
  ) {}

  async approve(tx: EntityManager, film: Cause, brief: ApprovedBrief): Promise<void> {
    await lockFilm(tx, film.filmId);
    await this.cuts.open(tx, film, brief);
    await this.goOn(tx, film);
  }

  async settle(tx: EntityManager, film: Cause, clip: CutClip): Promise<void> {
    await lockFilm(tx, film.filmId);
    await saveClip(tx, film, clip);
    await this.goOn(tx, film);
  }

  async cancel(tx: EntityManager, film: Cause): Promise<void> {
    await lockFilm(tx, film.filmId);
    const nothingInHand = await this.cuts.cancel(tx, film, film.causedBy);
    if (nothingInHand) await this.statements.cancelled(tx, film);
    else await this.doorbell.ring(tx, CUT_BELL);
  }

  private async goOn(tx: EntityManager, film: Cause): Promise<void> {
    const cut = await this.cuts.find(tx, film);
    if (cut?.status !== 'collecting' || cut.brief === null) return;
    const { scenes, spec } = cut.brief;
    const decision = decideCut({ scenes: scenes.length, minClips: spec.minClips }, await listClips(tx, film));
    if (decision.kind === 'collecting') return;
    const { causedBy } = film;
    const { gaps } = decision;
    if (decision.kind === 'stitch') {
      await this.cuts.move(tx, cut, 'due', { causedBy, gaps });
      await this.doorbell.ring(tx, CUT_BELL);
    } else {
      await this.cuts.move(tx, cut, 'failed', { causedBy, gaps, error: decision.error });
      await this.statements.failed(tx, { ...film, gaps }, decision.error);
    }
  }
}
