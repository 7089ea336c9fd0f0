import type { UnitRecipe } from '@shared/contracts/build-order';
import type { Unit } from '@shared/contracts/unit';
import { inputHashOf } from './input-hash';

/** How a unit stands, as far as the units that are made from it care. `reason` says whose failure it was. */
export type UnitOutcome = { kind: 'ready'; sha256: string } | { kind: 'failed'; reason: string } | { kind: 'open' };

/** `inputHash` is null for a unit whose answer was chosen by hand: what it would be made from does not matter. */
export interface ReadyToBegin {
  unit: UnitRecipe;
  inputHash: string | null;
}

export interface UnitsDecision {
  /** Units whose inputs are all there. */
  takeUp: ReadyToBegin[];
  /** Units one of whose inputs will never exist, with the reason. */
  giveUp: { unit: UnitRecipe; reason: string }[];
}

/** Finds, of the units that wait, those that can be begun and those that have to be given up. */
export function decideUnits(waiting: readonly UnitRecipe[], outcomes: ReadonlyMap<string, UnitOutcome>): UnitsDecision {
  const decision: UnitsDecision = { takeUp: [], giveUp: [] };
  for (const unit of waiting) {
    if (unit.pinned) {
      decision.takeUp.push({ unit, inputHash: null });
      continue;
    }
    const refs = Object.entries(unit.refs).map(([name, ref]) => ({ name, ref, outcome: outcomes.get(unitKey(ref)) }));
    const failed = refs.find(({ outcome }) => outcome?.kind === 'failed');
    if (failed?.outcome?.kind === 'failed') {
      decision.giveUp.push({ unit, reason: failed.outcome.reason });
      continue;
    }
    const hashes = refs.flatMap(({ name, outcome }) =>
      outcome?.kind === 'ready' ? [[name, outcome.sha256] as const] : [],
    );
    if (hashes.length < refs.length) continue;
    decision.takeUp.push({ unit, inputHash: inputHashOf(unit.recipe, Object.fromEntries(hashes)) });
  }
  return decision;
}

export function unitKey({ kind, n }: Unit): string {
  return `${kind}/${n}`;
}
