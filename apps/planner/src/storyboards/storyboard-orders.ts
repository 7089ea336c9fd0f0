import type { EntityManager } from 'typeorm';
import { inputHashOf, recipeOf } from '@shared/build-graph/input-hash';
import { unitIds } from '@shared/build-graph/unit-ids';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { UnitRecipe } from '@shared/contracts/build-order';
import type { Doorbell } from '@shared/database/doorbell';
import { toErrorFacts } from '@shared/errors/app-error';
import { openAllotment, recordReuse } from '@shared/generation/films/allotment';
import type { FilmRef } from '@shared/generation/films/film-ref';
import type { FilmWork } from '@shared/generation/films/film-work';
import { supersedeUnits } from '@shared/generation/films/superseded-work';
import { findTake } from '@shared/generation/films/takes';
import { addUnits, moveUnit, saveBrief } from '@shared/generation/films/units';
import { IMAGE_BELL } from '../images/image-bell';
import { addImageTasks, endImageTask, findImages, type ImageOutcome, type ImageTask } from '../images/image-tasks';
import { findMissingImages, keepImages, saveImages } from '../images/keep-images';
import type { StoryboardApproval } from './approve-storyboard';
import { loadBrief, type PlannerBrief } from './brief';
import { storyboardInputsOf } from './storyboard-inputs';
import type { FilmEstimates } from './film-estimates';
import type { GivenStoryboards } from './given-storyboards';
import type { PlannerModels } from './planner-models';

export interface StoryboardOrdersParts {
  films: FilmWork;
  doorbell: Doorbell;
  approval: StoryboardApproval;
  given: GivenStoryboards;
  estimates: FilmEstimates;
  models: PlannerModels;
}

/** Takes in the revisions of films: with a storyboard, or with a prompt to write one from. */
export class StoryboardOrders {
  constructor(private readonly parts: StoryboardOrdersParts) {}

  async take(tx: EntityManager, film: FilmRef, { brief, causedBy }: { brief: PlannerBrief; causedBy: string }) {
    const { films, approval, estimates, doorbell } = this.parts;
    if (!(await films.enter(tx, film))) return;
    await saveBrief(tx, film, brief);
    await supersedeUnits(tx, film);
    await addUnits(tx, film, 'storyboard', [0]);
    const { keyframer, clipper } = brief.spentMicros;
    await openAllotment(tx, film.filmId, film.revision, Math.max(0, brief.spec.budgetMicros - keyframer - clipper));
    const error = brief.storyboard === null ? estimates.findOverBudget(brief) : null;
    if (error) {
      await moveUnit(tx, { ...film, unit: UNIT }, ['waiting', 'failed'], { error: toErrorFacts(error) });
      await approval.fail(tx, film, toErrorFacts(error));
    } else if (await addImageTasks(tx, film, { brief, causedBy })) await doorbell.ring(tx, IMAGE_BELL);
    else await this.begin(tx, film, { brief, causedBy });
    await films.stopUnneeded(tx, film, []);
  }

  /** An image is there, or cannot be had: after the last one the revision begins, or fails where it must not go on without. */
  async endImage(tx: EntityManager, task: ImageTask, outcome: ImageOutcome): Promise<void> {
    const { filmId, tenantId, revision, causedBy } = task;
    const film = { filmId, tenantId, revision };
    const isCurrent = await this.parts.films.enter(tx, film);
    if (!(await endImageTask(tx, task, outcome)) || !isCurrent) return;
    const brief = await loadBrief(tx, film);
    const images = brief.spec.images && (await findImages(tx, film, brief.spec.images));
    if (!images) return;
    await saveImages(tx, film, images);
    const error = brief.spec.onMissingReference === 'fail' ? findMissingImages(images) : null;
    if (error === null) return this.begin(tx, film, { brief: { ...brief, spec: { ...brief.spec, images } }, causedBy });
    await moveUnit(tx, { ...film, unit: UNIT }, ['waiting', 'failed'], { error });
    await this.parts.approval.fail(tx, film, error);
  }

  /** Takes the storyboard of a revision up: to be read where there is one, else to be written. */
  async begin(tx: EntityManager, film: FilmRef, order: { brief: PlannerBrief; causedBy: string }) {
    const { films, given, models } = this.parts;
    const { brief, causedBy } = order;
    await keepImages(tx, film, brief.spec.images);
    if (brief.storyboard) return given.announce(tx);
    const inputs = storyboardInputsOf(brief, models);
    const recipe = recipeOf({ kind: 'storyboard', inputs });
    const inputHash = inputHashOf(recipe, {});
    const unit: UnitRecipe = { ...UNIT, id: unitIds.storyboard, take: inputs.take, recipe, refs: {} };
    const take = await findTake(tx, film, inputHash);
    if (take) {
      await recordReuse(tx, film, take);
      await this.give(tx, film, take.artifact);
    } else if (!(await films.adopt(tx, film, { unit, inputHash }))) {
      const wanted = { ...film, unit: UNIT, unitId: unit.id, take: inputs.take, recipe, inputHash, causedBy };
      await films.takeUp(tx, wanted);
    }
  }

  // It was written before: from here on it is read like one that the user has brought.
  private async give(tx: EntityManager, { filmId, revision }: FilmRef, storyboard: ArtifactRef): Promise<void> {
    await tx.query(
      `UPDATE briefs SET brief = jsonb_set(brief, '{storyboard}', $3::jsonb) WHERE film_id = $1 AND revision = $2`,
      [filmId, revision, JSON.stringify(storyboard)],
    );
    await this.parts.given.announce(tx);
  }
}

const UNIT = { kind: 'storyboard', n: 0 } as const;
