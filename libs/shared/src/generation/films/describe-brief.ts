import { type DescribedUnit, describeUnit } from '@shared/build-graph/describe-film';
import type { FirstChoices } from '@shared/contracts/models';
import type { Storyboard } from '@shared/contracts/storyboard';
import type { Unit } from '@shared/contracts/unit';
import { AppError } from '@shared/errors/app-error';
import type { ApprovedBrief } from './brief';

/** What one unit of an approved film is made from, word for word: by the function by which the planner has hashed it. */
export function describeInBrief(
  brief: ApprovedBrief,
  storyboard: Storyboard,
  { unit, models }: { unit: Unit; models: FirstChoices },
): DescribedUnit {
  const { spec, units } = brief;
  const takes = Object.fromEntries(units.map(({ id, take }) => [id, take]));
  const notes = Object.fromEntries(units.flatMap(({ id, note }) => (note === undefined ? [] : [[id, note]])));
  const build = { spec, models: brief.models ?? models, storyboard, takes, notes };
  const described = describeUnit(build, unit);
  if (described) return described;
  throw new AppError('INTERNAL', `the film has no ${unit.kind} ${unit.n}`, { retryable: false });
}

/** What each unit is made from that another unit is, by what it is to it. */
export function refsInBrief({ units }: ApprovedBrief, { kind, n }: Unit): Record<string, Unit> {
  return units.find((unit) => unit.kind === kind && unit.n === n)?.refs ?? {};
}
