import type { Answer } from '@shared/contracts/build-order';
import { canonicalJson } from '@shared/contracts/canonical-json';
import type { DescribedUnit } from './describe-film';

/** The revision before the one that is planned. */
export interface FilmBefore {
  units: readonly DescribedUnit[];
  /** By unit id. */
  answers: ReadonlyMap<string, Answer>;
}

/** Of a unit in the planned revision, by its id. */
type AnswerOf = (id: string) => Answer | null;

/** One input that is not what it was. `unit`: it is the artifact of that unit, and `was` and `is` are its hashes. */
export interface Cause {
  input: string;
  unit: string | null;
  was: unknown;
  /** null: not made yet. */
  is: unknown;
}

/** The inputs in which a unit differs from what its last answer was made from. */
export function findCauses(unit: DescribedUnit, before: FilmBefore | null, answerOf: AnswerOf): Cause[] {
  const old = before?.units.find(({ id }) => id === unit.id);
  if (!before || !old) return [];
  return [...compareInputs(old.inputs, unit.inputs), ...compareRefs(unit, old, { before, answerOf })];
}

function compareInputs(was: object, is: object): Cause[] {
  const [old, now] = [was, is] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((input) =>
    isSame(old?.[input], now?.[input])
      ? []
      : [{ input, unit: null, was: old?.[input] ?? null, is: now?.[input] ?? null }],
  );
}

function compareRefs(
  { refs }: DescribedUnit,
  old: DescribedUnit,
  { before, answerOf }: { before: FilmBefore; answerOf: AnswerOf },
): Cause[] {
  const names = [...new Set([...Object.keys(old.refs), ...Object.keys(refs)])];
  return names.flatMap((input) => {
    const unit = refs[input] ?? null;
    const was = before.answers.get(old.refs[input] ?? '')?.artifact.sha256 ?? null;
    const is = unit === null ? null : (answerOf(unit)?.artifact.sha256 ?? null);
    return was === is && (is !== null || unit === null) ? [] : [{ input, unit, was, is }];
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
