import { imagePixels } from '../catalogue/image-sizes';
import type { VideoRatio } from '../catalogue/video-formats';
import type { Box } from '../picture/render-svg';
import { STAGE_HEIGHT, stageWidth } from '../picture/stage';
import type { ClipFormat } from './clip-format';

/** How a clip looks at the stage: its keyframes are a little wider or higher than it, and it shows their middle. */
export interface ClipStage {
  /** The width of the stage of the keyframes. */
  width: number;
  /** The part of that stage that the clip shows. */
  window: Box;
  /** Pixels for one stage unit. */
  scale: number;
}

export function clipStage(format: ClipFormat, ratio: VideoRatio): ClipStage {
  const width = stageWidth(imagePixels(ratio, '1K'));
  const scale = Math.max(format.width / width, format.height / STAGE_HEIGHT);
  const [shownWidth, shownHeight] = [format.width / scale, format.height / scale];
  const window = {
    x: (width - shownWidth) / 2,
    y: (STAGE_HEIGHT - shownHeight) / 2,
    width: shownWidth,
    height: shownHeight,
  };
  return { width, window, scale };
}
