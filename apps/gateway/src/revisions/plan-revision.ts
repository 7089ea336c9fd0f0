import type { EntityManager } from 'typeorm';
import { describeFilm } from '@shared/build-graph/describe-film';
import { type PlannedUnit, planFilm } from '@shared/build-graph/plan-film';
import type { Draft } from '@shared/build-graph/revise-units';
import type { Answer } from '@shared/contracts/build-order';
import { findByInputs } from '../films/film-takes';
import type { FilmNow } from './film-draft';

/** Plans a revision with what the tenant has: the same search as the stages make, so a plan is what will be bought. */
export async function planRevision(
  manager: EntityManager,
  { now, next, at }: { now: FilmNow; next: Draft; at: Date },
): Promise<PlannedUnit[]> {
  const { tenantId } = now.record.film;
  const known = new Map<string, Answer | null>();
  for (const { inputHash, answer } of now.takes) if (inputHash !== null) known.set(inputHash, answer);
  const subject = {
    units: describeFilm(next.build),
    pins: next.pins,
    before: { units: now.units, answers: now.answers },
    at,
  };
  for (;;) {
    const unknown: string[] = [];
    const findTake = (inputHash: string): Answer | null => {
      if (!known.has(inputHash)) unknown.push(inputHash);
      return known.get(inputHash) ?? null;
    };
    const plan = planFilm({ ...subject, findTake });
    if (unknown.length === 0) return plan;
    // What one artifact is found for decides what the next is asked for: a round for each link of a chain at most.
    const found = await findByInputs(manager, tenantId, unknown);
    for (const inputHash of unknown) known.set(inputHash, found.get(inputHash) ?? null);
  }
}
