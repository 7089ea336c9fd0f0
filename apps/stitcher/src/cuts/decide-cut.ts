import type { Gap } from '@shared/contracts/events';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { CutClip } from './cut-clips';

export interface CutTarget {
  scenes: number;
  minClips: number;
}

export type CutDecision =
  { kind: 'collecting' } | { kind: 'stitch'; gaps: Gap[] } | { kind: 'fail'; error: ErrorFacts; gaps: Gap[] };

/** Nothing is joined before every scene is settled: a clip that is still to come belongs into the film. */
export function decideCut({ scenes, minClips }: CutTarget, clips: readonly CutClip[]): CutDecision {
  const settled = clips.filter(({ scene }) => scene >= 1 && scene <= scenes);
  if (settled.length < scenes) return { kind: 'collecting' };
  const gaps = settled.flatMap(({ scene, error }) => (error ? [toGap(scene, error)] : []));
  const ready = scenes - gaps.length;
  const needed = Math.max(1, Math.min(minClips, scenes));
  if (ready >= needed) return { kind: 'stitch', gaps };
  const tooFew = buildTooFewClips({ ready, needed, scenes }, gaps);
  return { kind: 'fail', error: nameBudget(tooFew, settled), gaps };
}

// The one cause that a user can mend alone, with the sums that say by how much.
function nameBudget(tooFew: ErrorFacts, clips: readonly CutClip[]): ErrorFacts {
  const errors = clips.flatMap(({ error }) => error ?? []);
  const overBudget = errors.find(({ code }) => code === 'BUDGET_EXCEEDED');
  if (!overBudget) return tooFew;
  const { code, message } = overBudget;
  return { code, message: `${message}: ${tooFew.message}`, details: { ...overBudget.details, ...tooFew.details } };
}

function toGap(scene: number, { code, message }: ErrorFacts): Gap {
  return { scene, code, message };
}

const NAMED_CAUSES = 3;

function buildTooFewClips(counts: { ready: number; needed: number; scenes: number }, gaps: readonly Gap[]): ErrorFacts {
  const { ready, needed, scenes } = counts;
  const causes = gaps.slice(0, NAMED_CAUSES).map(({ scene, code, message }) => `scene ${scene}: ${code}, ${message}`);
  const more = gaps.length > NAMED_CAUSES ? [`and ${gaps.length - NAMED_CAUSES} more`] : [];
  const message = `${ready} of ${scenes} clips are ready and at least ${needed} are needed (${[...causes, ...more].join('; ')})`;
  return { code: 'TOO_FEW_CLIPS', message, details: counts };
}
