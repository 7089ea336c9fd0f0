import type { Micros } from '@shared/contracts/money';
import type { ModelCapabilities } from '@shared/vendors/model-capabilities';
import { priceOfImage, priceOfVideo } from '@shared/vendors/prices';
import type { DescribedUnit } from './describe-film';

/** What a unit costs when its first attempt succeeds: the price table of the purchase itself. */
export function priceUnit(unit: DescribedUnit, at: Date, known?: readonly ModelCapabilities[]): Micros {
  if (unit.kind === 'keyframe') return priceOfImage(unit.inputs.model, at, known);
  return priceOfVideo(unit.inputs.model, unit.inputs, at, known);
}
