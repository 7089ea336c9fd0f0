import type { Answer, Pin, UnitRecipe } from '@shared/contracts/build-order';
import type { DescribedUnit } from './describe-film';
import { recipeOf } from './input-hash';
import { type Pins, traceLineages } from './lineage';

/** The units as their stages are told of them. Of the pins only those that still hold. */
export function toRecipes(units: readonly DescribedUnit[], pins: Pins): UnitRecipe[] {
  const held = traceLineages(units, pins).pins;
  const places = new Map(units.map(({ id, kind, n }) => [id, { kind, n }]));
  return units.map((unit) => {
    const { kind, n, id, inputs, refs } = unit;
    const pin = held[id];
    const pinned = pin ? withoutLineage(pin) : unit.kind === 'keyframe' ? unit.given?.answer : undefined;
    return {
      kind,
      n,
      id,
      take: inputs.take,
      recipe: recipeOf(unit),
      refs: Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name, placeOf(places, ref)])),
      ...(inputs.note !== undefined && { note: inputs.note }),
      ...(pinned && { pinned }),
      ...(pinned && !pin && { given: true as const }),
    };
  });
}

function withoutLineage({ artifact, facts, attemptId, filmId }: Pin): Answer {
  return { artifact, facts, attemptId, filmId };
}

function placeOf<T>(places: ReadonlyMap<string, T>, id: string): T {
  const place = places.get(id);
  if (place === undefined) throw new RangeError(`A unit is made from ${id}, which the film does not have`);
  return place;
}
