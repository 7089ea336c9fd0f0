import type { Answer } from '@shared/contracts/build-order';
import type { Scope } from '@shared/contracts/revisions';
import { type Build, describeFilm, type DescribedUnit } from './describe-film';
import { type Pins, setPins, traceLineages } from './lineage';

export interface Draft {
  build: Build;
  pins: Pins;
}

export interface UnitRevision {
  ids: readonly string[];
  scope: Scope;
  /** What each unit of the film shows now. */
  answers: ReadonlyMap<string, Answer>;
}

/** Asks for another take of these units. `only`: what is made from them keeps what it has. */
export function regenerateUnits(
  { build, pins }: Draft,
  { ids, scope, answers, note }: UnitRevision & { note: string | null },
): Draft {
  const before = describeFilm(build);
  const takes = { ...build.takes };
  const notes = Object.fromEntries(Object.entries(build.notes).filter(([id]) => !ids.includes(id)));
  for (const id of ids) {
    takes[id] = (takes[id] ?? 1) + 1;
    if (note !== null) notes[id] = note;
  }
  const next = { ...build, takes, notes };
  const held = without(traceLineages(before, pins).pins, ids);
  if (scope === 'downstream') return { build: next, pins: held };
  const units = describeFilm(next);
  return { build: next, pins: setPins(units, { ...held, ...presentOf(consumersOf(units, ids), answers) }) };
}

/** Makes `answer` what the unit shows, whatever it would be made from now. */
export function selectTake(
  { build, pins }: Draft,
  { id, answer, scope, answers }: Omit<UnitRevision, 'ids'> & { id: string; answer: Answer },
): Draft {
  const units = describeFilm(build);
  const { pins: held, byUnit } = traceLineages(units, pins);
  const pinned = { ...held, [id]: { ...answer, lineage: byUnit.get(id) ?? '' } };
  if (scope === 'downstream') return { build, pins: pinned };
  return { build, pins: setPins(units, { ...pinned, ...presentOf(consumersOf(units, [id]), answers) }) };
}

function consumersOf(units: readonly DescribedUnit[], ids: readonly string[]): string[] {
  const isMadeFromThem = ({ refs }: DescribedUnit): boolean => Object.values(refs).some((ref) => ids.includes(ref));
  return units.filter((unit) => isMadeFromThem(unit) && !ids.includes(unit.id)).map(({ id }) => id);
}

// What was never made cannot be kept.
function presentOf(ids: readonly string[], answers: ReadonlyMap<string, Answer>): Pins {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const answer = answers.get(id);
      return answer ? [[id, { ...answer, lineage: '' }]] : [];
    }),
  );
}

function without(pins: Pins, ids: readonly string[]): Pins {
  return Object.fromEntries(Object.entries(pins).filter(([id]) => !ids.includes(id)));
}
