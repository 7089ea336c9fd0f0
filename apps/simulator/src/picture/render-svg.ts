import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import type { PixelSize } from '../catalogue/image-sizes';

/** A part of the stage, in stage units. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const require = createRequire(import.meta.url);
const FONT_FILES = ['DejaVuSans-Bold', 'DejaVuSerif'].map((name) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
);

/** Runs on a thread of its own, so that the server goes on answering. */
export async function renderSvg(body: string, box: Box, { width, height }: PixelSize): Promise<Buffer> {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `viewBox="${box.x} ${box.y} ${box.width} ${box.height}">${body}</svg>`;
  const image = await renderAsync(svg, {
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: 'DejaVu Serif' },
  });
  return image.asPng();
}
