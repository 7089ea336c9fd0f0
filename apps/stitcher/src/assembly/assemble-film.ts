import type { DataSource, EntityManager } from 'typeorm';
import type { Fragment } from '@shared/contracts/cut';
import type { Doorbell } from '@shared/database/doorbell';
import { lockFilm } from '@shared/database/lock-film';
import { toAbortError } from '@shared/errors/abort-error';
import { settleAll } from '@shared/lifecycle/settle-all';
import { listClips } from '../cuts/cut-clips';
import type { Cut } from '../cuts/cut';
import type { CutLeases } from '../cuts/cut-leases';
import type { CutStatements, FinishedCut } from '../cuts/cut-statements';
import type { CutRepository } from '../cuts/cut.repository';
import { loadPreparations } from '../cuts/preparations';
import type { TaskRepository } from '../tasks/task.repository';
import { decideTurn, type Turn } from './decide-turn';
import { FilmInHand } from './film-in-hand';
import type { FilmNews } from './film-news';
import { PreparedLostError } from './prepared-lost-error';
import { redoPreparation } from './redo-preparation';
import type { Studio } from './studio';

export interface AssemblyParts {
  db: DataSource;
  cuts: CutRepository;
  leases: CutLeases;
  tasks: TaskRepository;
  statements: CutStatements;
  studio: Studio;
  news: FilmNews;
  doorbell: Doorbell;
}

interface Look {
  cut: Cut;
  turn: Turn;
}

export type Assembled =
  | { kind: 'ready'; cut: Cut; finished: FinishedCut; fragments: Fragment[] }
  /** Its place is free for another; the next that is heard of the film makes it due again. */
  | { kind: 'stepped-aside' }
  | (Extract<Turn, { kind: 'fail' }> & { cut: Cut });

/** Takes the clips of a film in as they are prepared, lets what is certain be streamed, and finishes when every scene is settled. */
export class AssembleFilm {
  constructor(private readonly parts: AssemblyParts) {}

  /** `inHand`: disposes of what the film needs on disk. */
  async handle(held: Cut, signal: AbortSignal, inHand: AsyncDisposableStack): Promise<Assembled> {
    using follower = this.parts.news.follow(held.filmId);
    let film: FilmInHand | null = null;
    // What is ready goes first: what it adds to the stream comes with that of others, in one transaction.
    let isStreamBehind = false;
    for (;;) {
      if (signal.aborted) throw toAbortError(signal);
      const { cut, turn } = await this.look(this.parts.db.manager, held, film?.taken);
      if (turn.kind === 'fail') return { ...turn, cut };
      if (turn.kind === 'finish' && film) return await this.finish({ ...cut, gaps: turn.gaps }, film);
      if (turn.kind === 'take') {
        film ??= inHand.use(await FilmInHand.open(this.parts.studio, cut, signal));
        await this.take(cut, film, turn);
        isStreamBehind = true;
      } else if (film && isStreamBehind) {
        await this.extend(cut, film);
        isStreamBehind = false;
      } else if (await this.stepAside(held, film?.taken)) return { kind: 'stepped-aside' };
      else await follower.next(signal);
    }
  }

  private async look(tx: EntityManager, held: Cut, taken: ReadonlySet<number> = new Set()): Promise<Look> {
    const { cuts, tasks } = this.parts;
    // The lease that we hold is not the one of the row any more when somebody took it: our next write says so.
    const cut = { ...held, ...(await cuts.find(tx, held)), leaseToken: held.leaseToken, status: held.status };
    const clips = await listClips(tx, cut);
    const preparations = await loadPreparations(tx, cut, { clips, tasks });
    const { scenes, spec } = cut.brief ?? { scenes: [], spec: { minClips: 1 } };
    return {
      cut,
      turn: decideTurn({ target: { scenes: scenes.length, minClips: spec.minClips }, clips, preparations, taken }),
    };
  }

  // What only waits for clips may wait for minutes, and must not keep those out whose clips are there.
  private async stepAside(held: Cut, taken?: ReadonlySet<number>): Promise<boolean> {
    const { db, cuts, leases } = this.parts;
    if (!(await leases.isAnyKeptWaiting(db.manager))) return false;
    return db.transaction(async (tx) => {
      // Under the film's lock nothing new is heard: what came since the last look is seen by this one.
      await lockFilm(tx, held.filmId);
      const { cut, turn } = await this.look(tx, held, taken);
      if (turn.kind !== 'wait' || !(await leases.answerKeptWaiting(tx))) return false;
      await cuts.move(tx, cut, 'collecting');
      return true;
    });
  }

  private async take(cut: Cut, film: FilmInHand, turn: Extract<Turn, { kind: 'take' }>): Promise<void> {
    film.leaveOut(turn.leaveOut);
    try {
      await film.add(turn.add);
    } catch (error) {
      if (!(error instanceof PreparedLostError)) throw error;
      await redoPreparation(this.parts, cut, error);
    }
  }

  private async extend(cut: Cut, film: FilmInHand): Promise<void> {
    const fragments = await film.extend(cut.fragments);
    if (fragments.length === 0) return;
    const { db, cuts, statements } = this.parts;
    await db.transaction(async (tx) => {
      await lockFilm(tx, cut.filmId);
      await cuts.extend(tx, cut, fragments);
      await statements.extended(tx, cut, fragments);
    });
  }

  private async finish(cut: Cut, film: FilmInHand): Promise<Assembled> {
    const { db, statements } = this.parts;
    const [finished, fragments] = await settleAll<[FinishedCut, Fragment[], unknown]>([
      film.finish(),
      film.extend(cut.fragments),
      db.transaction((tx) => statements.started(tx, cut)),
    ]);
    return { kind: 'ready', cut, finished, fragments };
  }
}
