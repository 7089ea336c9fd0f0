import type { Micros } from '@shared/contracts/money';
import { priceOfImage, priceOfVideo } from '@shared/generation/prices';
import type { DescribedUnit } from './describe-film';

/** What a unit costs when its first attempt succeeds: the price table of the purchase itself. */
export function priceUnit(unit: DescribedUnit, at: Date): Micros {
  if (unit.kind === 'keyframe') return priceOfImage(unit.inputs.model, at);
  return priceOfVideo(unit.inputs.model, unit.inputs, at);
}
