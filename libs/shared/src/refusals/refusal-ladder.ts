import type { EntityManager } from 'typeorm';
import type { FrameEnd } from '@shared/contracts/film-images';
import type { Rung } from '@shared/contracts/refusals';
import type { ErrorFacts } from '@shared/errors/app-error';
import { toModelLists } from '@shared/contracts/models';
import type { Attempt } from '@shared/generation/attempts/attempt';
import type { PassedOver } from '@shared/generation/attempts/choose-model';
import { loadApprovedBrief } from '@shared/generation/films/brief';
import type { FilmRef } from '@shared/generation/films/film-ref';
import type { FilmUnits } from '@shared/generation/films/film-units';
import type { FilmWork } from '@shared/generation/films/film-work';
import { findLastAttempt } from '@shared/generation/attempts/last-attempt';
import { moveUnit } from '@shared/generation/films/units';
import type { Outbox } from '@shared/messaging/outbox';
import { decideRung, findFallback } from './decide-rung';
import { findRedraw, findRefusal, noteRefusal, type Refusal, saveRefusal, toRefusedUnit } from './refusals';

/** A keyframe that can be drawn again for a clip. */
export interface Redrawable {
  frame: FrameEnd;
  index: number;
  sha256: string;
}

export interface LadderParts {
  kind: 'keyframe' | 'clip';
  films: FilmWork;
  units: FilmUnits;
  outbox: Outbox;
  /** The keyframe that the refusal is about, unless it is the user's own; null where the stage has none. */
  findRedrawable: (tx: EntityManager, attempt: Attempt, error: ErrorFacts) => Promise<Redrawable | null>;
}

/**
 * Tries a refused unit in other ways, one after the other, before it is given up. Each step is one transaction with the facts
 * that lead to the next, so that whoever dies between two of them loses nothing and nothing is bought twice.
 */
export class RefusalLadder {
  readonly kind: LadderParts['kind'];

  constructor(private readonly parts: LadderParts) {
    this.kind = parts.kind;
  }

  /** In the transaction that ends the refused attempt, under the film's lock: false when nothing is left to try. */
  async climb(tx: EntityManager, attempt: Attempt, error: ErrorFacts): Promise<boolean> {
    const unit = toRefusedUnit(attempt);
    if (unit === null) return false;
    const refusal = await noteRefusal(tx, unit, error);
    const { isSoftened, redrawable, fallbackModel } = await this.look(tx, attempt, error);
    const rung = decideRung(refusal, { isSoftened, canRedraw: redrawable !== null, fallbackModel });
    await this.stateRefused(tx, attempt, { error, rung, redrawable });
    switch (rung) {
      case 'soften':
        await saveRefusal(tx, unit, { ...refusal, asked: 'soften' });
        return true;
      case 'redraw':
        return redrawable !== null && this.redraw(tx, attempt, { refusal, redrawable });
      case 'fallback':
        await saveRefusal(tx, unit, { ...refusal, model: fallbackModel });
        await this.tryAgain(tx, attempt, error, leave(attempt, error));
        return true;
      case 'gap':
        return false;
    }
  }

  /** What was asked for is there, or cannot be had: the unit is tried again, or in the next way. */
  async goOn(
    tx: EntityManager,
    film: FilmRef,
    { inputHash, asked, answer }: { inputHash: string; asked: Refusal['asked']; answer: Partial<Refusal> },
  ): Promise<void> {
    if (!(await this.parts.films.enter(tx, film))) return;
    const unit = { filmId: film.filmId, kind: this.kind, inputHash };
    const refusal = await findRefusal(tx, unit);
    if (refusal?.asked !== asked || asked === null) return;
    await saveRefusal(tx, unit, { ...refusal, ...answer, asked: null });
    const attempt = await findLastAttempt(tx, unit);
    if (attempt === null || attempt.isOpen || !(await this.parts.films.isWanted(tx, attempt))) return;
    const isAnswered = answer.softened != null || answer.redrawn != null;
    if (isAnswered) return this.tryAgain(tx, attempt, refusal.error);
    if (await this.climb(tx, attempt, refusal.error)) return;
    await moveUnit(tx, attempt, ['making', 'failed'], { error: refusal.error });
    await this.parts.units.failed(tx, attempt, refusal.error);
  }

  // Both neighbours of a keyframe may be refused because of it: it is drawn again once.
  private async redraw(
    tx: EntityManager,
    attempt: Attempt,
    { refusal, redrawable }: { refusal: Refusal; redrawable: Redrawable },
  ): Promise<boolean> {
    const unit = toRefusedUnit(attempt);
    if (unit === null) return false;
    const { frame, sha256: redrawOf } = redrawable;
    const known = await findRedraw(tx, attempt.filmId, redrawOf);
    await saveRefusal(tx, unit, { ...refusal, frame, redrawOf, ...(known ?? { asked: 'redraw' }) });
    if (known === null) return true;
    if (known.redrawn === null) return this.climb(tx, attempt, refusal.error);
    await this.tryAgain(tx, attempt, refusal.error);
    return true;
  }

  // Another way is another beginning: it has all its attempts.
  private async tryAgain(
    tx: EntityManager,
    attempt: Attempt,
    error: ErrorFacts,
    leaving: PassedOver | null = null,
  ): Promise<void> {
    await this.parts.films.plan(tx, { ...attempt, leaving }, { number: attempt.number, counted: 1, error, dueInMs: 0 });
  }

  private async look(tx: EntityManager, attempt: Attempt, error: ErrorFacts) {
    const { spec, models } = await loadApprovedBrief(tx, attempt);
    // Said by no order from before there was a choice.
    const isSoftened = (spec.onRefusal as string | undefined) === 'soften';
    const mayAskOthers = (spec.fallbackOnRefusal as boolean | undefined) === true && models !== null;
    const lists = mayAskOthers ? toModelLists(models) : null;
    const fallbackModel = findFallback(attempt.model, lists?.[this.kind === 'clip' ? 'video' : 'image'] ?? []);
    const redrawable = isSoftened ? await this.parts.findRedrawable(tx, attempt, error) : null;
    return { isSoftened, redrawable, fallbackModel };
  }

  private async stateRefused(
    tx: EntityManager,
    attempt: Attempt,
    { error, rung, redrawable }: { error: ErrorFacts; rung: Rung; redrawable: Redrawable | null },
  ): Promise<void> {
    const { filmId, tenantId, revision, unit, id: attemptId, inputHash, causedBy } = attempt;
    await this.parts.outbox.add(tx, {
      name: 'unit.refused',
      tenantId,
      filmId,
      causedBy,
      data: {
        revision,
        unit,
        inputHash: inputHash ?? '',
        attemptId,
        error,
        next: rung,
        prompt: rung === 'soften' ? (attempt.request as { prompt: string }).prompt : null,
        keyframe: rung === 'redraw' ? (redrawable?.index ?? null) : null,
      },
    });
  }
}

function leave({ provider, model }: Attempt, reason: ErrorFacts): PassedOver | null {
  return provider === null || model === null ? null : { provider, model, reason };
}
