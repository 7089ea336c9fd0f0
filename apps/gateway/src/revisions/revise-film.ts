import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { PlannedUnit } from '@shared/build-graph/plan-film';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { canonicalJson } from '@shared/contracts/canonical-json';
import type { Plan } from '@shared/contracts/revisions';
import { Outbox } from '@shared/messaging/outbox';
import { commitStored } from '../films/commit-stored';
import type { FilmRecord } from '../films/film-record';
import { FilmRepository } from '../films/film.repository';
import { claimKey, type Keyed } from '../films/idempotency-keys';
import { tellSteps } from '../films/tell-steps';
import { throwNoFilm } from '../films/throw-no-film';
import type { FilmNow } from './film-draft';
import { applyRevision, type NextRevision, type RevisionWish } from './next-revision';
import { PlanRevision } from './plan-revision';
import { toBuildOrder } from './to-build-order';
import { sumPrices, toPlanView } from './plan-view';
import { throwOnOverBudget } from './throw-on-over-budget';
import { throwOnStaleRevision } from './throw-on-conflict';

export interface RevisionRequest {
  tenantId: string;
  filmId: string;
  /** The revision that is to be changed; null: whichever it is. */
  revision: number | null;
  dryRun: boolean;
  /** null: sent again, it is another change. */
  keyed: Keyed | null;
}

/** Makes the next revision of a film. All ways to change a film are this one; they differ only in what they wish. */
@Injectable()
export class ReviseFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly outbox: Outbox,
    private readonly store: ArtifactStore,
    private readonly planRevision: PlanRevision,
  ) {}

  /** Null when another request with the same key was first. */
  async handle(request: RevisionRequest, wish: RevisionWish): Promise<Plan | null> {
    const { tenantId, filmId, revision, dryRun } = request;
    const at = new Date();
    const record = await this.films.loadOrThrow(tenantId, filmId);
    throwOnStaleRevision(record, revision);
    const now = await this.planRevision.load(record);
    const next = wish(record, now);
    if (next === null) return this.leave(request, { record, now, at });
    const plan =
      now && next.draft ? await this.planRevision.handle({ now, next: next.draft, at, models: next.models }) : null;
    if (next.draft === null) this.planRevision.throwOnUnfit(record, next.models);
    throwOnOverBudget(record, next, plan ? sumPrices(plan) : 0);
    const planned = { record, next, plan, at };
    if (dryRun) return toPlanView({ filmId, dryRun, plan, record: applyRevision({ ...planned, storyboard: null }) });
    const storyboard = await this.keepStoryboard(now, next);
    const { dataSource, store } = this;
    const made = await commitStored({ dataSource, store, artifact: storyboard }, (tx) =>
      this.commit(tx, { ...planned, storyboard, keyed: request.keyed }),
    );
    if (made === null) return null;
    return toPlanView({ filmId, dryRun, plan, record: made });
  }

  // Its key is taken all the same: sent again when the film has moved on, the request must not change it back.
  private async leave(
    { tenantId, filmId, dryRun, keyed }: RevisionRequest,
    { record, now, at }: Found,
  ): Promise<Plan | null> {
    const isClaimed =
      keyed === null || dryRun || (await claimKey(this.dataSource.manager, { ...keyed, tenantId, filmId }));
    if (!isClaimed) return null;
    const plan = now && (await this.planRevision.again({ now, next: now.draft, at }));
    return toPlanView({ filmId, dryRun, record, plan, isChanged: false });
  }

  private async commit(tx: EntityManager, planned: Planned): Promise<FilmRecord | null> {
    const { id: filmId, tenantId, revision } = planned.record.film;
    if (planned.keyed && !(await claimKey(tx, { ...planned.keyed, tenantId, filmId }))) return null;
    const made = await this.films.update(tx, filmId, (current) => {
      throwOnStaleRevision(current, revision);
      // Facts may have come since it was planned; a status that forbids the change may be among them.
      const record = applyRevision({ ...planned, record: current });
      return tellSteps(current, [{ name: 'film.revised', record }], planned.at.toISOString());
    });
    if (made === null) throwNoFilm(filmId);
    await this.outbox.add(tx, { name: 'film.revised', tenantId, filmId, data: toBuildOrder(made, planned.plan) });
    return made;
  }

  // Under a name of its own: of two that change a film at once, the one that loses takes nothing from the other.
  private async keepStoryboard(now: FilmNow | null, { storyboard }: NextRevision): Promise<ArtifactRef | null> {
    if (!now || !storyboard) return null;
    const { tenantId, id: filmId, revision } = now.record.film;
    const key = artifactKeys.revisedOrder({ tenantId, filmId }, `${revision + 1}-${randomUUID()}`);
    return this.store.put(key, Buffer.from(canonicalJson(storyboard)), { mediaType: 'application/json' });
  }
}

interface Found {
  record: FilmRecord;
  now: FilmNow | null;
  at: Date;
}

interface Planned {
  record: FilmRecord;
  next: NextRevision;
  plan: PlannedUnit[] | null;
  storyboard: ArtifactRef | null;
  keyed: Keyed | null;
  at: Date;
}
