import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { describeFilm, type DescribedUnit } from '@shared/build-graph/describe-film';
import { type PlannedUnit, planFilm, type PlanSubject } from '@shared/build-graph/plan-film';
import type { Draft } from '@shared/build-graph/revise-units';
import type { Answer } from '@shared/contracts/build-order';
import { MODEL_KINDS, type Models } from '@shared/contracts/models';
import type { FilmRecord } from '../films/film-record';
import { findByInputs } from '../films/film-takes';
import { FilmModels } from '../models/film-models';
import { toRevisionShape } from '../models/film-shape';
import { buildOf, type FilmNow } from './film-draft';
import { LoadFilmNow } from './load-film-now';

/** Plans a revision with what the tenant has: the same search as the stages make, so a plan is what will be bought. */
@Injectable()
export class PlanRevision {
  constructor(
    private readonly dataSource: DataSource,
    private readonly loadFilmNow: LoadFilmNow,
    private readonly models: FilmModels,
  ) {}

  /** Null while the film has no storyboard. */
  load(record: FilmRecord): Promise<FilmNow | null> {
    return this.loadFilmNow.handle(record);
  }

  /** INVALID_INPUT where what has to be bought cannot be bought with the film's models. */
  async handle({ now, next, at, models = now.build.models }: Planned): Promise<PlannedUnit[]> {
    if (models && now.build.models) this.models.throwOnUnbuyableNews(models, now.build.models);
    const plan = await this.again({ now, next, at });
    const kinds = new Set(plan.filter(({ answer }) => answer === null).map(({ unit }) => KIND_OF_MODEL[unit.kind]));
    if (models === null || kinds.size === 0) return plan;
    const { storyboard, spec } = next.build;
    const shape = toRevisionShape({ ...now.build.spec, ...spec }, storyboard, plan);
    this.models.throwOnUnfit(shape, this.models.keepBuyable(models, [...kinds]));
    return plan;
  }

  /** INVALID_INPUT where a film whose storyboard is written anew cannot be made with its models. */
  throwOnUnfit({ film }: FilmRecord, models = buildOf(film).models): void {
    const { spec, models: before } = buildOf(film);
    if (models === null) return;
    if (before) this.models.throwOnUnbuyableNews(models, before);
    const { aspectRatio, resolution, sceneSeconds: seconds } = spec;
    const lengths = [{ field: 'sceneSeconds', seconds }];
    const buyable = this.models.keepBuyable(models, MODEL_KINDS);
    this.models.throwOnUnfit({ aspectRatio, resolution, lengths, references: null }, buyable);
  }

  /** The plan of what was decided already. */
  async again({ now, next, at }: Planned): Promise<PlannedUnit[]> {
    const known = new Map<string, Answer | null>();
    for (const { inputHash, answer } of now.takes) if (inputHash !== null) known.set(inputHash, answer);
    const before = { units: now.units, answers: now.answers };
    const { tenantId } = now.record.film;
    return this.search({ units: describeFilm(next.build), pins: next.pins, before, at }, { tenantId, known });
  }

  /** The plan of a film that is not there yet. */
  first({ tenantId, units, at }: { tenantId: string; units: DescribedUnit[]; at: Date }): Promise<PlannedUnit[]> {
    return this.search({ units, pins: {}, before: null, at }, { tenantId, known: new Map() });
  }

  private async search(
    { at, ...wanted }: Pick<PlanSubject, 'units' | 'pins' | 'before'> & { at: Date },
    { tenantId, known }: { tenantId: string; known: Map<string, Answer | null> },
  ): Promise<PlannedUnit[]> {
    const subject = { ...wanted, priceOf: this.models.pricesAt(at) };
    for (;;) {
      const unknown: string[] = [];
      const findTake = (inputHash: string): Answer | null => {
        if (!known.has(inputHash)) unknown.push(inputHash);
        return known.get(inputHash) ?? null;
      };
      const plan = planFilm({ ...subject, findTake });
      if (unknown.length === 0) return plan;
      // What one artifact is found for decides what the next is asked for: a round for each link of a chain at most.
      const found = await findByInputs(this.dataSource.manager, tenantId, unknown);
      for (const inputHash of unknown) known.set(inputHash, found.get(inputHash) ?? null);
    }
  }
}

interface Planned {
  now: FilmNow;
  next: Draft;
  at: Date;
  /** Where they are to be others than the film's. */
  models?: Models | null | undefined;
}

const KIND_OF_MODEL = { keyframe: 'image', clip: 'video' } as const;
