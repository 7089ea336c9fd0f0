import type { EntityManager } from 'typeorm';
import type { CutSpec } from '@shared/contracts/cut';
import { gatesOf } from '@shared/contracts/gates';
import type { Doorbell } from '@shared/database/doorbell';
import { lockFilm } from '@shared/database/lock-film';
import { together } from '@shared/database/together';
import type { ApprovedBrief } from '@shared/generation/films/brief';
import type { FilmRef } from '@shared/generation/films/film-ref';
import { chooseTarget, fitsFilm } from '../assembly/choose-target';
import { prepareTask } from '../tasks/prepare-clip';
import { TASK_BELL } from '../tasks/task-bell';
import type { TaskRepository } from '../tasks/task.repository';
import type { Cut } from './cut';
import { type CutClip, listClips, saveClip } from './cut-clips';
import { CUT_BELL } from './cut-leases';
import type { CutStatements } from './cut-statements';
import type { CutRepository } from './cut.repository';
import { dropFilm, isDeleted } from './deleted-films';
import { NEWS_BELL } from './news-bell';
import { loadPreparations } from './preparations';

export interface Cause extends FilmRef {
  /** The event under handling. */
  causedBy: string;
}

export interface CollectionParts {
  cuts: CutRepository;
  tasks: TaskRepository;
  statements: CutStatements;
  doorbell: Doorbell;
}

/** Gathers what is heard of a film, in any order, and calls for work. The film's lock makes its facts take turns. */
export class ClipCollection {
  constructor(private readonly parts: CollectionParts) {}

  approve(tx: EntityManager, film: Cause, brief: ApprovedBrief): Promise<void> {
    return this.take(tx, film, async () => {
      await together(this.parts.cuts.supersede(tx, film), this.tellWorkers(tx, film.filmId));
      await this.parts.cuts.open(tx, film, brief);
      if (brief.openGates.includes('clips')) await this.parts.cuts.openClipsGate(tx, film);
      await this.prepareClips(tx, film, await listClips(tx, film));
    });
  }

  settle(tx: EntityManager, film: Cause, clip: CutClip): Promise<void> {
    return this.take(tx, film, async () => {
      await together(saveClip(tx, film, clip), this.prepareClips(tx, film, [clip]));
    });
  }

  recut(tx: EntityManager, film: Cause, { take, options }: { take: number; options: CutSpec }): Promise<void> {
    return this.take(tx, film, async () => {
      const { filmId, causedBy } = film;
      await together(this.parts.cuts.recut(tx, film, { take, options, causedBy }), this.tellWorkers(tx, filmId));
      await this.prepareClips(tx, film, await listClips(tx, film));
    });
  }

  openClipsGate(tx: EntityManager, film: Cause): Promise<void> {
    return this.take(tx, film, () => this.parts.cuts.openClipsGate(tx, film));
  }

  async cancel(tx: EntityManager, film: Cause): Promise<void> {
    const { cuts, tasks, statements, doorbell } = this.parts;
    await lockFilm(tx, film.filmId);
    const nothingInHand = await cuts.cancel(tx, film, film.causedBy);
    await tasks.removeUnfinished(tx, film.filmId);
    await doorbell.ring(tx, TASK_BELL);
    if (nothingInHand) await statements.cancelled(tx, film);
    else await this.tellWorkers(tx, film.filmId);
  }

  async forget(tx: EntityManager, { filmId, tenantId }: Pick<Cause, 'filmId' | 'tenantId'>): Promise<void> {
    const { tasks, doorbell } = this.parts;
    await lockFilm(tx, filmId);
    await dropFilm(tx, filmId);
    await tasks.open(tx, { filmId, tenantId, kind: 'sweep', key: 'all', input: {} });
    await together(this.tellWorkers(tx, filmId), doorbell.ring(tx, TASK_BELL));
  }

  /** A task of the film has come to an end; the caller holds the film's lock. */
  async goOn(tx: EntityManager, filmId: string): Promise<void> {
    const { cuts, tasks, doorbell } = this.parts;
    const [collecting] = await together(cuts.listCollecting(tx, filmId), doorbell.ring(tx, NEWS_BELL, filmId));
    for (const cut of collecting) {
      if (!(await isReady(tx, cut, tasks))) continue;
      await together(cuts.move(tx, cut, 'due'), this.tellWorkers(tx, filmId));
    }
  }

  // A cut is due, or is no longer what the one who has it in hand took it for.
  private tellWorkers(tx: EntityManager, filmId: string): Promise<void> {
    return this.parts.doorbell.ring(tx, CUT_BELL, filmId);
  }

  private async take(tx: EntityManager, film: Cause, change: () => Promise<void>): Promise<void> {
    const [, isGone] = await together(lockFilm(tx, film.filmId), isDeleted(tx, film.filmId));
    if (isGone) return;
    await change();
    await together(this.parts.cuts.touch(tx, film, film.causedBy), this.goOn(tx, film.filmId));
  }

  private async prepareClips(tx: EntityManager, film: FilmRef, clips: readonly CutClip[]): Promise<void> {
    const { cuts, tasks, doorbell } = this.parts;
    const cut = await cuts.find(tx, film);
    const first = clips.find(({ facts }) => facts !== null)?.facts;
    if (!cut?.brief || cut.status === 'cancelled' || !first) return;
    const target = cut.target ?? chooseTarget(cut.brief.spec, first);
    if (!cut.target) await cuts.setTarget(tx, film, target);
    let isAnyDue = false;
    for (const { artifact: clip, facts } of clips) {
      if (!clip || !facts) continue;
      const task = prepareTask(film, { clip, facts, target });
      const isDue = fitsFilm(facts, target) ? await tasks.reopen(tx, task) : await tasks.open(tx, task);
      isAnyDue ||= isDue;
    }
    if (isAnyDue) await doorbell.ring(tx, TASK_BELL);
  }
}

// A film that waits at a gate holds nothing, so nobody takes it in hand before its time.
async function isReady(tx: EntityManager, cut: Cut, tasks: TaskRepository): Promise<boolean> {
  const { brief, clipsGateOpen } = cut;
  if (!brief || (gatesOf(brief.spec).includes('clips') && !clipsGateOpen)) return false;
  const clips = await listClips(tx, cut);
  if (clips.length >= brief.scenes.length) return true;
  const preparations = await loadPreparations(tx, cut, { clips, tasks });
  return [...preparations.values()].some(({ prepared }) => prepared !== null);
}
