import type { Pin } from '@shared/contracts/build-order';
import { hashOf } from '@shared/contracts/canonical-json';
import type { DescribedUnit } from './describe-film';
import { recipeOf } from './input-hash';

export type Pins = Readonly<Record<string, Pin>>;

export interface Lineages {
  /** Of each unit, what it is made from, all the way up: known before any artifact is. */
  byUnit: ReadonlyMap<string, string>;
  /** The pins that hold: nothing that their unit is made from was changed since they were set. */
  pins: Pins;
}

/** A unit with an answer chosen by hand stands for that answer, whatever it would have been made from. */
export function traceLineages(units: readonly DescribedUnit[], pins: Pins): Lineages {
  const shown = new Map<string, string>();
  const byUnit = new Map<string, string>();
  const held: Record<string, Pin> = {};
  for (const unit of units) {
    const lineage = toLineage(unit, shown);
    const pin = pins[unit.id];
    byUnit.set(unit.id, lineage);
    if (pin?.lineage === lineage) held[unit.id] = pin;
    shown.set(unit.id, pin?.lineage === lineage ? toPinned(pin) : lineage);
  }
  return { byUnit, pins: held };
}

/** Sets these pins anew on what their units are now made from. */
export function setPins(units: readonly DescribedUnit[], answers: Pins): Pins {
  const shown = new Map<string, string>();
  const pins: Record<string, Pin> = {};
  for (const unit of units) {
    const lineage = toLineage(unit, shown);
    const answer = answers[unit.id];
    if (answer) pins[unit.id] = { ...answer, lineage };
    shown.set(unit.id, answer ? toPinned(answer) : lineage);
  }
  return pins;
}

function toLineage(unit: DescribedUnit, shown: ReadonlyMap<string, string>): string {
  const refs = Object.fromEntries(Object.entries(unit.refs).map(([name, id]) => [name, shown.get(id)]));
  return hashOf({ recipe: recipeOf(unit), refs });
}

function toPinned({ artifact }: Pin): string {
  return hashOf({ pinned: artifact.sha256 });
}
