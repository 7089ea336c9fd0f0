import { drawCaption, drawVignette } from './caption';
import { drawHero } from './hero';
import { FRONT, type Layer, layersOf, visibleRange } from './layers';
import { type Palette, paletteAt } from './palette';
import { drawSky, drawSun, sunCentre } from './sky';
import { heroX, PATH_Y } from './stage';
import type { View } from './view';

/** The whole picture of a view, as SVG on a stage of the given width. */
export function composeStill(view: View, width: number): string {
  const palette = paletteAt(view.place, view.look, view.hour);
  const sun = sunCentre(view.hour, width);
  return [
    drawSky(view, palette, width),
    `<g transform="translate(${sun.x} ${sun.y})">${drawSun(palette)}</g>`,
    ...layersOf(view.place).map((layer) => drawLayer(layer, view, { palette, width })),
    `<g transform="translate(${heroX(view.position, width)} ${PATH_Y + 8})">${drawHero(view, 0)}</g>`,
    drawLayer(FRONT, view, { palette, width }),
    drawVignette(width),
    drawCaption(view, view.caption, width),
  ].join('');
}

function drawLayer(layer: Layer, view: View, { palette, width }: { palette: Palette; width: number }): string {
  const range = visibleRange(layer, view.position, width);
  return `<g transform="translate(${-range.from} 0)">${layer.draw(view, palette, range)}</g>`;
}
