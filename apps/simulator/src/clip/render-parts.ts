import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawCaption, drawVignette } from '../picture/caption';
import { drawHero, HERO_BOX } from '../picture/hero';
import { FRONT, type Layer, layersOf, visibleRange } from '../picture/layers';
import { paletteAt } from '../picture/palette';
import { type Box, renderSvg } from '../picture/render-svg';
import { drawSky, drawSun, SUN_REACH } from '../picture/sky';
import { walkingDistance } from '../picture/stage';
import type { View } from '../picture/view';
import { FRAMES_PER_SECOND } from '../catalogue/video-formats';
import type { ClipStage } from './clip-stage';
import type { Journey } from './journey';

/** A picture on its own and the box of the stage that it fills at the beginning of the clip. */
export interface Part {
  path: string;
  box: Box;
}

/** The world by the light of one end of the clip: the sky and what stands before it, back to front. */
export interface World {
  sky: Part;
  sun: Part;
  layers: (Part & { layer: Layer })[];
  front: Part & { layer: Layer };
}

export interface Parts {
  /** The same world twice, by the first light and by the last. */
  worlds: [World, World];
  /** A walk cycle, one picture a frame, numbered from 0. */
  hero: { pattern: string; count: number };
  vignette: Part;
  captions: [Part, Part, Part];
}

const CAPTION_TOP = 576;
const STRIDE = 118;

/** Draws everything that the clip moves, each once. */
export async function renderParts(journey: Journey, stage: ClipStage, directory: string): Promise<Parts> {
  const { width, window, scale } = stage;
  const render = async (name: string, body: string, box: Box): Promise<Part> => {
    const path = join(directory, `${name}.png`);
    const pixels = { width: Math.ceil(box.width * scale), height: Math.ceil(box.height * scale) };
    await writeFile(path, await renderSvg(body, box, pixels));
    return { path, box };
  };
  const { from, to, caption } = journey;
  const lower: Box = { ...window, y: CAPTION_TOP, height: window.y + window.height - CAPTION_TOP };
  const renderCaption = (name: string, text: Journey['caption']) => render(name, drawCaption(to, text, width), lower);
  return {
    worlds: [
      await renderWorld('a', from, { journey, stage, render }),
      await renderWorld('b', to, { journey, stage, render }),
    ],
    hero: await renderHero(journey, stage, directory),
    vignette: await render('vignette', drawVignette(width), lower),
    captions: [
      await renderCaption('caption-0', from.caption),
      await renderCaption('caption-1', caption),
      await renderCaption('caption-2', to.caption),
    ],
  };
}

interface Drawing {
  journey: Journey;
  stage: ClipStage;
  render: (name: string, body: string, box: Box) => Promise<Part>;
}

async function renderWorld(name: string, view: View, { journey, stage, render }: Drawing): Promise<World> {
  const { width, window } = stage;
  const palette = paletteAt(view.place, view.look, view.hour);
  const renderLayer = async (layer: Layer) => {
    const ends = [journey.from, journey.to].map(({ position }) => visibleRange(layer, position, window.width));
    const range = { from: Math.min(...ends.map((end) => end.from)), to: Math.max(...ends.map((end) => end.to)) };
    const box = { x: range.from, y: layer.top, width: range.to - range.from, height: layer.bottom - layer.top };
    return { ...(await render(`${name}-${layer.name}`, layer.draw(view, palette, range), box)), layer };
  };
  const sunBox = { x: -SUN_REACH, y: -SUN_REACH, width: 2 * SUN_REACH, height: 2 * SUN_REACH };
  return {
    sky: await render(`${name}-sky`, drawSky(view, palette, width), window),
    sun: await render(`${name}-sun`, drawSun(palette), sunBox),
    layers: await Promise.all(layersOf(view.place).map(renderLayer)),
    front: await renderLayer(FRONT),
  };
}

// As many poses as one double step has frames, so that the last frame ends a step and looks like the first.
async function renderHero(
  { from, to, format }: Journey,
  { width, scale }: ClipStage,
  directory: string,
): Promise<Parts['hero']> {
  const distance = Math.abs(walkingDistance(from.position, to.position, width));
  const fastest = format.seconds * 2;
  const steps = Math.max(1, Math.min(fastest, Math.round(distance / STRIDE)));
  const count = Math.round((format.seconds * FRAMES_PER_SECOND) / steps);
  const pixels = { width: Math.ceil(HERO_BOX.width * scale), height: Math.ceil(HERO_BOX.height * scale) };
  const poses = Array.from({ length: count }, async (_, index) => {
    const png = await renderSvg(drawHero(from, index / count), HERO_BOX, pixels);
    await writeFile(join(directory, `hero-${index}.png`), png);
  });
  await Promise.all(poses);
  return { pattern: join(directory, 'hero-%d.png'), count };
}
