import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { PlannedUnit } from '@shared/build-graph/plan-film';
import type { FilmStatus } from '@shared/contracts/film';
import { newId } from '@shared/contracts/ids';
import type { Plan } from '@shared/contracts/revisions';
import { AppError } from '@shared/errors/app-error';
import { Outbox } from '@shared/messaging/outbox';
import { FIRST_FILM_STATUS } from '../films/film-state';
import type { FilmRecord } from '../films/film-record';
import { FilmRepository } from '../films/film.repository';
import { claimKey } from '../films/idempotency-keys';
import { tellSteps } from '../films/tell-steps';
import type { FilmNow } from './film-draft';
import { layOutScenes } from './lay-out-revision';
import { PlanRevision } from './plan-revision';
import { sumPrices, toPlanView } from './plan-view';
import type { RevisionRequest } from './revise-film';
import { throwOnStaleRevision, throwOnStatus } from './throw-on-conflict';
import { throwOnOverBudget } from './throw-on-over-budget';
import { toBuildOrder } from './to-build-order';

/** While it is being made, what it makes could be bought twice. */
const FORKABLE: readonly FilmStatus[] = ['waiting', 'succeeded', 'partial', 'failed', 'cancelled'];

/** Makes a film of its own out of another: its first revision is the other's last, and costs nothing where that is finished. */
@Injectable()
export class ForkFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly outbox: Outbox,
    private readonly planRevision: PlanRevision,
  ) {}

  /** Null when another request with the same key was first. */
  async handle(
    request: RevisionRequest,
    { metadata }: { metadata?: Record<string, string> | undefined },
  ): Promise<Plan | null> {
    const { tenantId, filmId, revision, dryRun, keyed } = request;
    const at = new Date();
    const parent = await this.films.loadOrThrow(tenantId, filmId);
    throwOnStaleRevision(parent, revision);
    throwOnStatus(parent, 'forked', FORKABLE);
    const now = await this.planRevision.load(parent);
    if (now === null) throw new AppError('CONFLICT', `Film ${filmId} has no storyboard that could be forked`);
    const plan = await this.planRevision.handle({ now, next: now.draft, at });
    const fork = buildFork(now, { plan, at, metadata });
    throwOnOverBudget(fork, { draft: now.draft }, sumPrices(plan));
    if (dryRun) return toPlanView({ filmId: null, dryRun, plan, record: fork });
    const isFirst = await this.dataSource.transaction(async (tx) => {
      if (keyed && !(await claimKey(tx, { ...keyed, tenantId, filmId: fork.film.id }))) return false;
      await this.commit(tx, { parent, fork, plan, at });
      return true;
    });
    if (!isFirst) return null;
    return toPlanView({ filmId: fork.film.id, dryRun, plan, record: fork });
  }

  private async commit(
    tx: EntityManager,
    { parent, fork, plan, at }: { parent: FilmRecord; fork: FilmRecord; plan: PlannedUnit[]; at: Date },
  ): Promise<void> {
    // Under the parent's lock: whoever deletes it now sees the fork, and leaves it what it needs to begin.
    const found = await this.films.update(tx, parent.film.id, (record) => {
      throwOnStaleRevision(record, parent.film.revision);
      return { record, events: [] };
    });
    if (found === null) throw new AppError('NOT_FOUND', `There is no film ${parent.film.id} any more`);
    await this.films.insert(tx, tellSteps(fork, [{ name: 'film.created', record: fork }], at.toISOString()));
    const { id: filmId, tenantId } = fork.film;
    await this.outbox.add(tx, { name: 'film.ordered', tenantId, filmId, data: toBuildOrder(fork, plan) });
  }
}

function buildFork(
  { record, build, storyboard }: FilmNow,
  { plan, at, metadata }: { plan: PlannedUnit[]; at: Date; metadata: Record<string, string> | undefined },
): FilmRecord {
  const { film } = record;
  const id = newId('film');
  const order = { ...film.order, metadata: metadata ?? film.order.metadata };
  const fork: FilmRecord = {
    film: {
      ...film,
      ...{ id, revision: 1, status: FIRST_FILM_STATUS, order, build, createdAt: at, finishedAt: null },
      ...{ storyboardStatus: 'pending', cutStatus: 'pending', estimateMicros: null, gaps: [], error: null },
      ...{
        video: null,
        poster: null,
        videoRevision: null,
        cutTake: null,
        files: {},
        cutScenes: [],
        stream: null,
        forkedFrom: film.id,
        deletedAt: null,
        parked: [],
        lastSeq: 0,
      },
    },
    ...{ scenes: [], keyframes: [], attempts: [], cancelledStages: [] },
  };
  return { ...fork, ...layOutScenes(fork, storyboard, { plan, at }) };
}
