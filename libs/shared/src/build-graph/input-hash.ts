import type { UnitKind } from '@shared/contracts/unit';
import { hashOf } from '@shared/contracts/canonical-json';

/** To be raised when the same inputs have to give other hashes: everything is then made anew. */
const VERSION = 1;

/** Hash over all inputs of a unit that are no artifacts. */
export function recipeOf({ kind, inputs }: { kind: UnitKind; inputs: object }): string {
  return hashOf({ version: VERSION, kind, inputs });
}

/** Hash over all that determines a unit. `hashes`: the SHA-256 of each artifact that it is made from, by what it is to it. */
export function inputHashOf(recipe: string, hashes: Readonly<Record<string, string>>): string {
  return hashOf({ version: VERSION, recipe, refs: hashes });
}
