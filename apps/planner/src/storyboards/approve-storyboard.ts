import type { EntityManager } from 'typeorm';
import { describeFilm } from '@shared/build-graph/describe-film';
import { listWarnings } from '@shared/build-graph/scene-images';
import { withSceneIds } from '@shared/build-graph/scene-ids';
import { toRecipes } from '@shared/build-graph/to-recipes';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { EventData } from '@shared/contracts/events';
import { type Micros, toUsd } from '@shared/contracts/money';
import type { Storyboard } from '@shared/contracts/storyboard';
import { buildBudgetError, limitAllotment } from '@shared/generation/films/allotment';
import { AppError, type ErrorFacts, toErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';
import { isGateClosed } from '@shared/generation/films/gates';
import { listSceneWarnings } from '@shared/models/list-scene-warnings';
import type { Outbox } from '@shared/messaging/outbox';
import type { PlannerBrief } from './brief';
import type { PlannerModels } from './planner-models';
import { type Estimate, estimateFilm, reserveForWords, splitAllotments } from './estimate-film';

export interface Approval {
  film: FilmRef;
  brief: PlannerBrief;
  artifact: ArtifactRef;
  storyboard: Storyboard;
}

type Approved = EventData<'storyboard.approved'>;

/** States what came of planning. Nothing but the storyboard is paid before its estimate fits the budget. */
export class StoryboardApproval {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly models: PlannerModels,
  ) {}

  /** At a closed gate it is kept as a draft, and nobody begins anything before that is approved. */
  async approve(tx: EntityManager, approval: Approval): Promise<void> {
    const { film, brief } = approval;
    const { limitMicros, spentMicros, estimate } = await this.estimate(tx, approval);
    const estimateMicros = spentMicros.all + estimate.keyframesMicros + estimate.clipsMicros;
    if (estimateMicros > limitMicros) {
      const error = buildFilmBudgetError({ spentMicros: spentMicros.all, estimateMicros, limitMicros });
      return this.fail(tx, film, toErrorFacts(error));
    }
    const reserveMicros = reserveForWords(brief.spec, limitMicros - estimateMicros);
    await limitAllotment(tx, film, spentMicros.here + reserveMicros);
    const split = splitAllotments(limitMicros - spentMicros.all - reserveMicros, estimate);
    const allotments = {
      keyframer: spentMicros.keyframer + split.keyframer,
      clipper: spentMicros.clipper + split.clipper,
    };
    const approved = this.describe(approval, { estimateMicros, allotments });
    const gate = { gate: 'storyboard', spec: brief.spec, openGates: brief.openGates } as const;
    if (await isGateClosed(tx, film, gate)) await this.stateDraft(tx, film, approved);
    else await this.state(tx, film, approved);
  }

  /** Does nothing where nothing is planned yet: the gate is open then. */
  async approveDraft(tx: EntityManager, film: FilmRef): Promise<void> {
    const [kept] = await tx.query<{ draft: Approved }[]>(
      'SELECT draft FROM drafts WHERE film_id = $1 AND revision = $2',
      [film.filmId, film.revision],
    );
    if (kept) await this.state(tx, film, kept.draft);
  }

  async fail(tx: EntityManager, { filmId, tenantId, revision }: FilmRef, error: ErrorFacts): Promise<void> {
    await this.outbox.add(tx, { name: 'storyboard.failed', tenantId, filmId, data: { revision, error } });
  }

  // A revision of a storyboard that is there was planned at the gateway, unit by unit; a new one has everything to buy.
  private async estimate(tx: EntityManager, { film, brief, storyboard }: Approval) {
    const { spec, wantedMicros } = brief;
    const { keyframer, clipper } = brief.spentMicros;
    const market = { models: this.models.of(brief), known: this.models.known, at: this.clock.now() };
    const estimate: Estimate = wantedMicros
      ? { keyframesMicros: wantedMicros.keyframer, clipsMicros: wantedMicros.clipper }
      : estimateFilm(storyboard, spec, market);
    const here = await spentHere(tx, film);
    const all = here + keyframer + clipper;
    return { limitMicros: spec.budgetMicros, spentMicros: { all, here, keyframer, clipper }, estimate };
  }

  private describe(
    { brief, artifact, storyboard }: Approval,
    money: Pick<Approved, 'estimateMicros' | 'allotments'>,
  ): Approved {
    const { revision, spec, takes, notes, pins, openGates } = brief;
    const models = this.models.of(brief);
    const made = { models, known: this.models.known, images: spec.images };
    const named = withSceneIds(storyboard);
    const warnings = listWarnings(spec.images, named);
    return {
      revision,
      spec: { ...spec, scenes: named.scenes.length },
      storyboard: artifact,
      title: named.title,
      scenes: named.scenes.map((scene, i) => ({
        n: i + 1,
        seconds: scene.seconds,
        transition: scene.transition,
        description: scene.description,
        warnings: [...(warnings[i] ?? []), ...listSceneWarnings(made, named.characters, scene)],
      })),
      ...money,
      units: toRecipes(describeFilm({ spec, models, storyboard, takes, notes }), pins),
      models,
      openGates,
    };
  }

  private async stateDraft(tx: EntityManager, film: FilmRef, data: Approved): Promise<void> {
    const { filmId, tenantId, revision } = film;
    await tx.query('INSERT INTO drafts (film_id, revision, draft) VALUES ($1, $2, $3::jsonb)', [
      filmId,
      revision,
      JSON.stringify(data),
    ]);
    await this.outbox.add(tx, { name: 'storyboard.drafted', tenantId, filmId, data });
  }

  private async state(tx: EntityManager, { filmId, tenantId }: FilmRef, data: Approved): Promise<void> {
    await this.outbox.add(tx, { name: 'storyboard.approved', tenantId, filmId, data });
  }
}

export function buildFilmBudgetError(sums: {
  spentMicros: Micros;
  estimateMicros: Micros;
  limitMicros: Micros;
}): AppError {
  const { spentMicros: current, estimateMicros: estimate, limitMicros: limit } = sums;
  const message = `the film is estimated at $${toUsd(estimate)}, $${toUsd(current)} of it spent already, and its budget is $${toUsd(limit)}`;
  return buildBudgetError(message, { current, estimate, limit });
}

// On storyboards, in all revisions.
async function spentHere(tx: EntityManager, { filmId }: FilmRef): Promise<Micros> {
  const [row] = await tx.query<[{ micros: number }]>(
    'SELECT coalesce(sum(captured_micros), 0)::bigint AS micros FROM attempts WHERE film_id = $1',
    [filmId],
  );
  return row.micros;
}
