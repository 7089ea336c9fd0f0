import { FRAMES_PER_SECOND } from '../catalogue/video-formats';
import { HERO_BOX } from '../picture/hero';
import { visibleRange } from '../picture/layers';
import { sunCentre, SUN_REACH } from '../picture/sky';
import { heroX, PATH_Y } from '../picture/stage';
import { AS_EVERY_CLIP, type ClipFormat, outputOptions, soundInput, stillInput, TO_VIDEO_COLOUR } from './clip-format';
import type { ClipStage } from './clip-stage';
import type { Journey } from './journey';
import type { Part, Parts, World } from './render-parts';

export interface JourneyFiles {
  parts: Parts;
  sound: string;
  output: string;
}

/** A filter graph while it is written: its inputs in order, and its chains. */
interface Graph {
  journey: Journey;
  stage: ClipStage;
  inputs: string[][];
  chains: string[];
}

/**
 * Moves the parts as the camera passes them: the world by the first light dissolves into the same world by the last, and the
 * hero walks before both. Frame 0 is the first view, the last frame the last.
 */
export function journeyArguments(journey: Journey, stage: ClipStage, files: JourneyFiles): string[] {
  const { format } = journey;
  const graph: Graph = { journey, stage, inputs: [], chains: [] };
  const { worlds, vignette, captions } = files.parts;
  const [a, b] = worlds.map((world, index) => addWorld(graph, world, `world${index}`));
  graph.chains.push(`[${a}][${b}]xfade=transition=fade:offset=0:duration=${lastSecond(format)}[light]`);
  const walked = addHero(graph, files.parts.hero, 'light');
  const fronted = addFront(graph, worlds, walked);
  const shaded = addStill(graph, vignette, fronted);
  const titled = addCaptions(graph, captions, shaded);
  graph.chains.push(`[${titled}]${AS_EVERY_CLIP}[picture]`);

  const sound = graph.inputs.length;
  return [
    ...graph.inputs.flat(),
    ...soundInput(files.sound),
    ...['-filter_complex', graph.chains.join(';'), '-map', '[picture]', '-map', `${sound}:a`],
    ...outputOptions(format, files.output),
  ];
}

function addWorld(graph: Graph, world: World, name: string): string {
  const { journey } = graph;
  const { width, window, scale } = graph.stage;
  const sky = addInput(graph, stillInput(world.sky.path));
  graph.chains.push(`[${sky}:v]${TO_VIDEO_COLOUR},format=yuv420p,${repeat(graph)}[${name}]`);
  const [dawn, dusk] = [sunCentre(journey.from.hour, width), sunCentre(journey.to.hour, width)];
  const at = (start: number, end: number, edge: number) =>
    travel(graph, (start - SUN_REACH - edge) * scale, (end - SUN_REACH - edge) * scale);
  let under = overlay(graph, name, addPicture(graph, world.sun), [
    at(dawn.x, dusk.x, window.x),
    at(dawn.y, dusk.y, window.y),
  ]);
  for (const part of world.layers) {
    under = overlay(graph, under, addPicture(graph, part), place(graph, part));
  }
  return under;
}

function addHero(graph: Graph, { pattern, count }: Parts['hero'], under: string): string {
  const { from, to, format } = graph.journey;
  const { width, window, scale } = graph.stage;
  const input = addInput(graph, stillInput(pattern));
  graph.chains.push(
    `[${input}:v]${TO_VIDEO_COLOUR},format=yuva420p,loop=loop=-1:size=${count},trim=end_frame=${format.frames}[hero]`,
  );
  const at = (position: number) => (heroX(position, width) + HERO_BOX.x - window.x) * scale;
  const y = Math.round((PATH_Y + 8 + HERO_BOX.y - window.y) * scale);
  return overlay(graph, under, 'hero', [travel(graph, at(from.position), at(to.position)), String(y)]);
}

// The same blades in two lights: the second fades in over the first.
function addFront(graph: Graph, [a, b]: Parts['worlds'], under: string): string {
  const first = overlay(graph, under, addPicture(graph, a.front), place(graph, a.front));
  const input = addInput(graph, stillInput(b.front.path));
  const { format } = graph.journey;
  graph.chains.push(
    `[${input}:v]${TO_VIDEO_COLOUR},format=yuva420p,${repeat(graph)},fade=t=in:st=0:d=${lastSecond(format)}:alpha=1[late]`,
  );
  return overlay(graph, first, 'late', place(graph, b.front));
}

function addStill(graph: Graph, part: Part, under: string): string {
  return overlay(graph, under, addPicture(graph, part), ['0', fromTop(graph, part)]);
}

/** When each caption is there, as shares of the clip: the first frame's, the clip's own, the last frame's. */
const FADES = [{ out: [0.03, 0.13] }, { in: [0.14, 0.24], out: [0.78, 0.87] }, { in: [0.88, 0.97] }] as const;

function addCaptions(graph: Graph, captions: Parts['captions'], under: string): string {
  return captions.reduce((below, part, index) => {
    const input = addInput(graph, stillInput(part.path));
    const fades = Object.entries(FADES[index] ?? {}).map(([type, [from, to]]) => {
      const [start, length] = [from * graph.journey.format.seconds, (to - from) * graph.journey.format.seconds];
      return `fade=t=${type}:st=${start.toFixed(3)}:d=${length.toFixed(3)}:alpha=1`;
    });
    graph.chains.push(
      `[${input}:v]${TO_VIDEO_COLOUR},format=yuva420p,${repeat(graph)},${fades.join(',')}[caption${index}]`,
    );
    return overlay(graph, below, `caption${index}`, ['0', fromTop(graph, part)]);
  }, under);
}

function addPicture(graph: Graph, { path }: Part): string {
  const input = addInput(graph, stillInput(path));
  graph.chains.push(`[${input}:v]${TO_VIDEO_COLOUR},format=yuva420p[p${input}]`);
  return `p${input}`;
}

function addInput({ inputs }: Graph, input: string[]): number {
  return inputs.push(input) - 1;
}

function overlay({ chains }: Graph, under: string, over: string, [x, y]: [string, string]): string {
  const name = `o${chains.length}`;
  chains.push(`[${under}][${over}]overlay=x='${x}':y='${y}':format=yuv420[${name}]`);
  return name;
}

function place(graph: Graph, part: World['front']): [string, string] {
  const { journey, stage } = graph;
  const at = (position: number) =>
    (part.box.x - visibleRange(part.layer, position, stage.window.width).from) * stage.scale;
  return [travel(graph, at(journey.from.position), at(journey.to.position)), fromTop(graph, part)];
}

function fromTop({ stage }: Graph, { box }: Part): string {
  return String(Math.round((box.y - stage.window.y) * stage.scale));
}

// At an even pace, so that one clip's movement goes on in the next.
function travel({ journey: { format } }: Graph, start: number, end: number): string {
  return `round(${start.toFixed(3)}+${(end - start).toFixed(3)}*min(1,n/${format.frames - 1}))`;
}

function repeat({ journey: { format } }: Graph): string {
  return `loop=loop=-1:size=1,trim=end_frame=${format.frames}`;
}

function lastSecond({ frames }: ClipFormat): string {
  return ((frames - 1) / FRAMES_PER_SECOND).toFixed(4);
}
