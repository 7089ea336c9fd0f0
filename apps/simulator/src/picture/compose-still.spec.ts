import { describe, expect, it } from '@jest/globals';
import { FIGURES } from '../vocabulary/figures';
import { PLACES } from '../vocabulary/places';
import { composeStill } from './compose-still';
import { renderSvg } from './render-svg';
import { viewOf } from './view';

// The renderer is native code that ends the whole process where it meets a shape that it can't draw.
describe('composeStill', () => {
  const views = PLACES.flatMap((place, index) => {
    const view = viewOf(`Scene ${index + 1} of 9, end frame: a walk <&> "there"`, []);
    return [0, 0.3, 1].map((hour) => ({ ...view, place, hour, seed: index * 7919 + hour * 100 }));
  });

  it.each([1376 / 768, 9 / 16, 8])('draws every place at every hour in the ratio %f', async (ratio) => {
    for (const [index, view] of views.entries()) {
      const figure = FIGURES[index % FIGURES.length] ?? 'person';
      const width = 768 * ratio;
      const box = { x: 0, y: 0, width, height: 768 };
      const pixels = { width: Math.round(48 * ratio), height: 48 };
      const png = await renderSvg(composeStill({ ...view, figure }, width), box, pixels);
      expect(png.length).toBeGreaterThan(100);
    }
  });
});
