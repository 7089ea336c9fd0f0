import type { ScenePlace } from '@shared/contracts/keyframe-layout';
import type { Input } from '@shared/generation/units';
import type { UnitStatus } from '@shared/generation/unit-state';

export interface ClipDecision {
  /** Scenes whose two keyframes exist. */
  takeUp: number[];
  /** Scenes one of whose keyframes will never exist. */
  giveUp: number[];
}

export function decideClips(
  scenes: readonly ScenePlace[],
  statuses: ReadonlyMap<number, UnitStatus>,
  keyframes: ReadonlyMap<number, Input>,
): ClipDecision {
  const waiting = scenes.filter(({ n }) => statuses.get(n) === 'waiting');
  const inputsOf = ({ startKeyframe, endKeyframe }: ScenePlace) => [
    keyframes.get(startKeyframe),
    keyframes.get(endKeyframe),
  ];
  return {
    takeUp: waiting.filter((scene) => inputsOf(scene).every((input) => input?.artifact)).map(({ n }) => n),
    giveUp: waiting.filter((scene) => inputsOf(scene).some((input) => input?.error)).map(({ n }) => n),
  };
}
