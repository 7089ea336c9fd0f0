import type { Micros } from '@shared/contracts/money';
import type { Spec } from '@shared/contracts/order';
import { priceOfImage, priceOfVideo } from '@shared/generation/prices';

export interface FilmPlan {
  keyframes: number;
  sceneSeconds: number[];
}

export interface Models {
  image: string;
  video: string;
}

export interface Estimate {
  keyframesMicros: Micros;
  clipsMicros: Micros;
}

/** What keyframes and clips will cost if every attempt succeeds: the same price table as at the purchase. */
export function estimateFilm(plan: FilmPlan, { resolution }: Spec, models: Models, at: Date): Estimate {
  const clip = (seconds: number) => priceOfVideo(models.video, { seconds, resolution }, at);
  return {
    keyframesMicros: plan.keyframes * priceOfImage(models.image, at),
    clipsMicros: plan.sceneSeconds.reduce((sum, seconds) => sum + clip(seconds), 0),
  };
}

/** What any storyboard of this order costs at least: one chain, every scene as long as ordered. */
export function estimateAtLeast(spec: Spec, models: Models, at: Date): Estimate {
  const sceneSeconds = Array.from({ length: spec.scenes }, () => spec.sceneSeconds);
  return estimateFilm({ keyframes: spec.scenes + 1, sceneSeconds }, spec, models, at);
}

/** Splits what is left of the budget in proportion to the estimate, so that retries have room in both stages. */
export function splitAllotments(
  leftMicros: Micros,
  { keyframesMicros, clipsMicros }: Estimate,
): { keyframer: Micros; clipper: Micros } {
  const total = keyframesMicros + clipsMicros;
  const keyframer = Math.floor((leftMicros / total) * keyframesMicros);
  return { keyframer, clipper: leftMicros - keyframer };
}
