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
  return { kind: 'fail', error: buildTooFewClips({ ready, needed, scenes }, gaps), gaps };
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
