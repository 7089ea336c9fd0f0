import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Plan } from '@shared/contracts/revisions';
import { FilmRepository } from '../films/film.repository';
import { findOrderOf } from '../films/idempotency-keys';
import { throwNoFilm } from '../films/throw-no-film';
import { PlanRevision } from './plan-revision';
import { toPlanView } from './plan-view';
import type { RevisionRequest } from './revise-film';

/** Answers a change that was made before under the same Idempotency-Key with what of it is still to be done. */
@Injectable()
export class ChangeOnce {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly planRevision: PlanRevision,
  ) {}

  /** `make`: null when the same request was first meanwhile. */
  async handle(request: RevisionRequest, make: () => Promise<Plan | null>): Promise<Plan> {
    const earlier = await this.findEarlier(request);
    if (earlier !== null) return earlier;
    // To whoever comes second the film may have moved on already: that is no conflict with itself.
    const made = await make().catch(async (error: unknown) => (await this.findEarlier(request)) ?? throwAgain(error));
    const plan = made ?? (await this.findEarlier(request));
    if (plan === null) throw new Error('An idempotency key is taken, but nobody has it');
    return plan;
  }

  private async findEarlier({ tenantId, keyed, dryRun }: RevisionRequest): Promise<Plan | null> {
    if (keyed === null || dryRun) return null;
    const filmId = await findOrderOf(this.dataSource.manager, { tenantId, ...keyed });
    if (filmId === null) return null;
    const record = (await this.films.load(tenantId, filmId)) ?? throwNoFilm(filmId);
    const now = await this.planRevision.load(record);
    const plan = now && (await this.planRevision.again({ now, next: now.draft, at: new Date() }));
    return toPlanView({ filmId, dryRun, record, plan });
  }
}

function throwAgain(error: unknown): never {
  throw error;
}
