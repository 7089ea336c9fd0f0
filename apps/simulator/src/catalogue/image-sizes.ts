export interface PixelSize {
  width: number;
  height: number;
}

export const IMAGE_SIZES = ['512', '1K', '2K', '4K'] as const;
export type ImageSize = (typeof IMAGE_SIZES)[number];

const SCALE: Record<ImageSize, number> = { '512': 0.5, '1K': 1, '2K': 2, '4K': 4 };

/** Pixels of the 1K family; the other sizes are its multiples. */
const ONE_K = {
  '1:1': [1024, 1024],
  '2:3': [848, 1264],
  '3:2': [1264, 848],
  '3:4': [896, 1200],
  '4:3': [1200, 896],
  '4:5': [928, 1152],
  '5:4': [1152, 928],
  '9:16': [768, 1376],
  '16:9': [1376, 768],
  '21:9': [1584, 672],
  '1:4': [512, 2064],
  '4:1': [2064, 512],
  '1:8': [352, 2928],
  '8:1': [2928, 352],
} as const;

export type ImageRatio = keyof typeof ONE_K;
export const IMAGE_RATIOS = Object.keys(ONE_K) as [ImageRatio, ...ImageRatio[]];

export function imagePixels(ratio: ImageRatio, size: ImageSize): PixelSize {
  const [width, height] = ONE_K[ratio];
  return { width: width * SCALE[size], height: height * SCALE[size] };
}
