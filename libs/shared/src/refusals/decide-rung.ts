import type { Rung } from '@shared/contracts/refusals';
import type { Refusal } from './refusals';

export interface Ladder {
  /** The film's policy: whether anything is tried at all. */
  isSoftened: boolean;
  /** Whether there is a keyframe that could be drawn again. */
  canRedraw: boolean;
  /** Another model that was not asked yet, where there is one. */
  fallbackModel: string | null;
}

/** What to try next for a unit that was refused: each once, the cheapest first. */
export function decideRung(refusal: Refusal, { isSoftened, canRedraw, fallbackModel }: Ladder): Rung {
  if (isSoftened && refusal.softened === null && refusal.softenError === null) return 'soften';
  if (isSoftened && canRedraw && refusal.redrawn === null && refusal.redrawError === null) return 'redraw';
  return fallbackModel === null ? 'gap' : 'fallback';
}

/** The model to ask after the one that refused, of those that the film lets be asked; null: none is left. */
export function findFallback(asked: string | null, models: readonly string[]): string | null {
  return models[models.indexOf(asked ?? '') + 1] ?? null;
}
