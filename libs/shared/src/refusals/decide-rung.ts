import type { Rung } from '@shared/contracts/refusals';
import type { Refusal } from './refusals';

export interface Ladder {
  /** The film's policy: whether anything is tried at all. */
  isSoftened: boolean;
  /** Whether there is a keyframe that could be drawn again. */
  canRedraw: boolean;
  /** Another model, where one is configured. */
  fallbackModel: string | null;
}

/** What to try next for a unit that was refused: each once, the cheapest first. */
export function decideRung(refusal: Refusal, { isSoftened, canRedraw, fallbackModel }: Ladder): Rung {
  if (!isSoftened) return 'gap';
  if (refusal.softened === null && refusal.softenError === null) return 'soften';
  if (canRedraw && refusal.redrawn === null && refusal.redrawError === null) return 'redraw';
  return fallbackModel !== null && refusal.model === null ? 'fallback' : 'gap';
}
