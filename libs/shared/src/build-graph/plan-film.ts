import type { Answer } from '@shared/contracts/build-order';
import type { Micros } from '@shared/contracts/money';
import type { DescribedUnit } from './describe-film';
import { type Cause, type FilmBefore, findCauses } from './find-causes';
import { inputHashOf, recipeOf } from './input-hash';
import { type Pins, traceLineages } from './lineage';

/** fresh: its answer is there. stale: it had one, of other inputs. missing: it never had one. */
export type Freshness = 'fresh' | 'stale' | 'missing';

export interface PlannedUnit {
  unit: DescribedUnit;
  state: Freshness;
  /** Why it is stale. */
  causes: Cause[];
  answer: Answer | null;
  /** What it was before: nothing of it is lost. */
  before: Answer | null;
  isPinned: boolean;
  priceMicros: Micros;
}

export interface PlanSubject {
  units: readonly DescribedUnit[];
  pins: Pins;
  /** What the tenant has for these inputs. */
  findTake: (inputHash: string) => Answer | null;
  /** The revision before this one; none for a new film. */
  before: FilmBefore | null;
  priceOf: (unit: DescribedUnit) => Micros;
}

/** What a revision will reuse and what it will buy. The stages decide by the same hashes. */
export function planFilm({ units, pins, findTake, before, priceOf }: PlanSubject): PlannedUnit[] {
  const held = traceLineages(units, pins).pins;
  const planned = new Map<string, PlannedUnit>();
  for (const unit of units) {
    const pin = held[unit.id];
    const given = unit.kind === 'keyframe' ? unit.given : undefined;
    const answer = pin ?? (given ? given.answer : findAnswer(unit, planned, findTake));
    const was = before?.answers.get(unit.id) ?? null;
    planned.set(unit.id, {
      unit,
      state: answer ? 'fresh' : was ? 'stale' : 'missing',
      causes: answer || !was ? [] : findCauses(unit, before, (id) => planned.get(id)?.answer ?? null),
      answer,
      before: was,
      isPinned: pin !== undefined,
      priceMicros: answer || given ? 0 : priceOf(unit),
    });
  }
  return [...planned.values()];
}

// Without the artifacts that it is made from nobody can say what it will be.
function findAnswer(
  unit: DescribedUnit,
  planned: ReadonlyMap<string, PlannedUnit>,
  findTake: PlanSubject['findTake'],
): Answer | null {
  const hashes: Record<string, string> = {};
  for (const [name, id] of Object.entries(unit.refs)) {
    const sha256 = planned.get(id)?.answer?.artifact.sha256;
    if (sha256 === undefined) return null;
    hashes[name] = sha256;
  }
  return findTake(inputHashOf(recipeOf(unit), hashes));
}
