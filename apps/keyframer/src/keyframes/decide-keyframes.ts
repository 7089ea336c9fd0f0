import type { KeyframeLayout, KeyframePlace } from '@shared/contracts/keyframe-layout';
import type { Continuity } from '@shared/contracts/order';
import type { UnitStatus } from '@shared/generation/unit-state';

export interface KeyframeDecision {
  /** Indices whose image to build on exists, or that build on none. */
  takeUp: number[];
  /** Indices whose image to build on will never exist. */
  giveUp: number[];
}

/** The keyframe that another is drawn from; null for the first of a chain, which is drawn from words alone. */
export function anchorOf({ index, position }: KeyframePlace, continuity: Continuity): number | null {
  if (position === 0) return null;
  return continuity === 'chain' ? index - 1 : index - position;
}

/** What can be begun, and what must be given up, as the keyframes of a film now stand. */
export function decideKeyframes(
  { keyframes }: KeyframeLayout,
  continuity: Continuity,
  statuses: ReadonlyMap<number, UnitStatus>,
): KeyframeDecision {
  const decision: KeyframeDecision = { takeUp: [], giveUp: [] };
  const given = new Set<number>();
  for (const place of keyframes) {
    if (statuses.get(place.index) !== 'waiting') continue;
    const anchor = anchorOf(place, continuity);
    const status = anchor === null ? 'ready' : statuses.get(anchor);
    if (status === 'ready') decision.takeUp.push(place.index);
    if (status === 'failed' || (anchor !== null && given.has(anchor))) {
      given.add(place.index);
      decision.giveUp.push(place.index);
    }
  }
  return decision;
}
