import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import type { FirstChoices } from '@shared/contracts/models';
import type { Micros } from '@shared/contracts/money';
import type { Spec } from '@shared/contracts/order';
import type { Scene } from '@shared/contracts/storyboard';
import type { ModelCapabilities } from '@shared/vendors/model-capabilities';
import { priceOfImage, priceOfVideo } from '@shared/vendors/prices';

export interface Estimate {
  keyframesMicros: Micros;
  clipsMicros: Micros;
}

/** By which models, at which day's prices. */
export interface Market {
  models: FirstChoices;
  known: readonly ModelCapabilities[];
  at: Date;
}

/** What keyframes and clips will cost if every attempt succeeds: the same price table as at the purchase. */
export function estimateFilm(
  { scenes }: { scenes: readonly Pick<Scene, 'seconds' | 'transition'>[] },
  { resolution }: Pick<Spec, 'resolution'>,
  { models, known, at }: Market,
): Estimate {
  const { keyframes } = layOutKeyframes(scenes.map(({ transition }) => transition));
  return {
    keyframesMicros: keyframes.length * priceOfImage(models.image, at, known),
    clipsMicros: scenes.reduce(
      (sum, { seconds }) => sum + priceOfVideo(models.video, { seconds, resolution }, at, known),
      0,
    ),
  };
}

/** What any storyboard of this order costs at least: one chain, every scene as long as ordered. */
export function estimateAtLeast(spec: Spec, market: Market): Estimate {
  const scene = { seconds: spec.sceneSeconds, transition: 'continue' as const };
  return estimateFilm({ scenes: Array.from({ length: spec.scenes }, () => scene) }, spec, market);
}

/** Splits what is left of the budget in proportion to the estimate, so that retries have room in both stages. */
export function splitAllotments(
  leftMicros: Micros,
  { keyframesMicros, clipsMicros }: Estimate,
): { keyframer: Micros; clipper: Micros } {
  const total = keyframesMicros + clipsMicros;
  const keyframer = Math.floor(total === 0 ? leftMicros / 2 : (leftMicros / total) * keyframesMicros);
  return { keyframer, clipper: leftMicros - keyframer };
}

/** Micro-dollars for words that are written anew where a provider refuses them: about eight times. */
const MOST_FOR_WORDS = 25_000;

/** What the planner keeps of the room that the estimate leaves in the budget. */
export function reserveForWords({ onRefusal }: Pick<Spec, 'onRefusal'>, roomMicros: Micros): Micros {
  return onRefusal === 'soften' ? Math.min(MOST_FOR_WORDS, Math.floor(roomMicros / 2)) : 0;
}
