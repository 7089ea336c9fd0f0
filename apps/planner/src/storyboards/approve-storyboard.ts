import type { EntityManager } from 'typeorm';
import type { Clock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import { type Micros, toUsd } from '@shared/contracts/money';
import type { Spec } from '@shared/contracts/order';
import type { Storyboard } from '@shared/contracts/storyboard';
import { AppError, type ErrorFacts, toErrorFacts } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/film-ref';
import type { Outbox } from '@shared/messaging/outbox';
import { estimateFilm, type Models, splitAllotments } from './estimate-film';

export interface Approval {
  film: FilmRef;
  spec: Spec;
  artifact: ArtifactRef;
  storyboard: Storyboard;
}

/** States what came of planning. Nothing but the storyboard is paid before its estimate fits the budget. */
export class StoryboardApproval {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly models: Models,
  ) {}

  async approve(tx: EntityManager, approval: Approval): Promise<void> {
    const { film, spec, artifact, storyboard } = approval;
    const { keyframes } = layOutKeyframes(storyboard.scenes.map(({ transition }) => transition));
    const sceneSeconds = storyboard.scenes.map(({ seconds }) => seconds);
    const estimate = estimateFilm({ keyframes: keyframes.length, sceneSeconds }, spec, this.models, this.clock.now());
    const spentMicros = await spentOn(tx, film);
    const estimateMicros = spentMicros + estimate.keyframesMicros + estimate.clipsMicros;
    if (estimateMicros > spec.budgetMicros) {
      await this.fail(
        tx,
        film,
        toErrorFacts(buildBudgetError({ spentMicros, estimateMicros, limitMicros: spec.budgetMicros })),
      );
      return;
    }
    await this.outbox.add(tx, {
      name: 'storyboard.approved',
      tenantId: film.tenantId,
      filmId: film.filmId,
      data: {
        revision: film.revision,
        spec: { ...spec, scenes: storyboard.scenes.length },
        storyboard: artifact,
        title: storyboard.title,
        scenes: storyboard.scenes.map(({ seconds, transition, description }, i) => ({
          n: i + 1,
          seconds,
          transition,
          description,
        })),
        estimateMicros,
        allotments: splitAllotments(spec.budgetMicros - spentMicros, estimate),
      },
    });
  }

  async fail(tx: EntityManager, film: FilmRef, error: ErrorFacts): Promise<void> {
    await this.outbox.add(tx, {
      name: 'storyboard.failed',
      tenantId: film.tenantId,
      filmId: film.filmId,
      data: { revision: film.revision, error },
    });
  }
}

export function buildBudgetError(sums: { spentMicros: Micros; estimateMicros: Micros; limitMicros: Micros }): AppError {
  const { spentMicros, estimateMicros, limitMicros } = sums;
  return new AppError(
    'BUDGET_EXCEEDED',
    `the film is estimated at $${toUsd(estimateMicros)}, $${toUsd(spentMicros)} of it spent already, and its budget is $${toUsd(limitMicros)}`,
    { details: sums },
  );
}

async function spentOn(tx: EntityManager, { filmId, revision }: FilmRef): Promise<Micros> {
  const [row] = await tx.query<[{ micros: number }]>(
    'SELECT coalesce(sum(captured_micros), 0)::bigint AS micros FROM attempts WHERE film_id = $1 AND revision = $2',
    [filmId, revision],
  );
  return row.micros;
}
