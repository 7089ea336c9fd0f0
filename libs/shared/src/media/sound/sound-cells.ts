import { clockOf, SAMPLE_RATE, samplesAt } from '../film-target';
import { FADE_OUT_SAMPLES } from './duck-music';
import type { FilmTimeline, TimelineScene } from '../film-timeline';

/** Samples in one packet of AAC. */
export const PACKET_SAMPLES = 1024;
/** Packets whose coding an encoder needs to have seen before, and to look ahead; its own first ones are never used. */
const RUN_UP_PACKETS = 8;
export const LOOK_AHEAD_PACKETS = 4;
/** The music's ducking remembers what was said so long ago. */
const DUCKING_RUN_UP_SAMPLES = 2 * SAMPLE_RATE;

/** A scene's place among the samples of a film. */
export interface SoundSpan {
  n: number;
  start: number;
  end: number;
  /** Samples of the transition at either end; 0 at a cut. */
  entrySamples: number;
  exitSamples: number;
  scene: TimelineScene;
}

/** Packets of a film's sound that come out of the same scenes: inside of one, or around a join. */
export interface SoundCell {
  first: number;
  end: number;
  /** Scenes without whose clips it cannot be made. */
  needs: number[];
  /** Two cells of the same key are the same sound. */
  key: string;
}

export function buildSpans(timeline: FilmTimeline): SoundSpan[] {
  const clock = clockOf(timeline);
  return timeline.scenes.map((scene) => {
    const { n, startFrame, frames, entry, exit } = scene;
    const at = (frame: number): number => samplesAt(frame, clock);
    const [start, end] = [at(startFrame), at(startFrame + frames)];
    const exitFrames = exit.kind === 'continue' ? 0 : exit.frames;
    const edges = {
      entrySamples: at(startFrame + entry.frames) - start,
      exitSamples: end - at(startFrame + frames - exitFrames),
    };
    return { n, start, end, ...edges, scene };
  });
}

/** Packet p holds the samples from (p - 1) * 1024 on: the first is what an AAC decoder needs to get going. */
export function countPackets({ samples }: Pick<FilmTimeline, 'samples'>): number {
  return Math.ceil(samples / PACKET_SAMPLES) + 1;
}

/** Splits the packets of a film so that each can be made as early as its scenes are there. `music`: what it is made with. */
export function buildSoundCells(timeline: FilmTimeline, music: string | null): SoundCell[] {
  const spans = buildSpans(timeline);
  const total = countPackets(timeline);
  const places = [...new Set(listPlaces(spans, total, music !== null))].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => toCell({ first: places[index] ?? 0, end }, { spans, timeline, music }));
}

/** The samples that are mixed for packets; more than they hold, for the encoder and the ducking to get going. */
export function windowOf({ first, end }: Pick<SoundCell, 'first' | 'end'>, isDucked: boolean): Window {
  const encodeFrom = Math.max(0, first - RUN_UP_PACKETS) * PACKET_SAMPLES;
  return {
    mixFrom: Math.max(0, encodeFrom - (isDucked ? DUCKING_RUN_UP_SAMPLES : 0)),
    encodeFrom,
    to: (end + LOOK_AHEAD_PACKETS) * PACKET_SAMPLES,
  };
}

export interface Window {
  mixFrom: number;
  encodeFrom: number;
  to: number;
}

// Inside of a scene its own sound is enough; the packets between two insides need both neighbours.
function listPlaces(spans: readonly SoundSpan[], total: number, isDucked: boolean): number[] {
  const runUp = RUN_UP_PACKETS * PACKET_SAMPLES + (isDucked ? DUCKING_RUN_UP_SAMPLES : 0);
  const inner = spans.flatMap(({ start, end, entrySamples, exitSamples }, index) => {
    const from = index === 0 ? 0 : Math.ceil((start + entrySamples + runUp) / PACKET_SAMPLES);
    const to =
      index === spans.length - 1 ? total : Math.floor((end - exitSamples) / PACKET_SAMPLES) - LOOK_AHEAD_PACKETS;
    return to > from ? [from, to] : [];
  });
  return [0, ...inner, total];
}

interface Whole {
  spans: readonly SoundSpan[];
  timeline: FilmTimeline;
  music: string | null;
}

function toCell({ first, end }: Pick<SoundCell, 'first' | 'end'>, { spans, timeline, music }: Whole): SoundCell {
  const { mixFrom, to } = windowOf({ first, end }, music !== null);
  const origin = first * PACKET_SAMPLES;
  const heard = spans.filter((span) => span.start < to && span.end > mixFrom);
  const parts = heard.map(({ n, start, scene, end: spanEnd }) => [
    n,
    start - origin,
    spanEnd - origin,
    scene.entry,
    scene.exit,
  ]);
  // Music goes on through the film; only where it is faded out does the film's end matter.
  const fadesOut = to > timeline.samples - FADE_OUT_SAMPLES;
  const bed = music === null ? null : [music, first, fadesOut ? timeline.samples : null];
  const isLast = end * PACKET_SAMPLES >= timeline.samples;
  return {
    first,
    end,
    needs: heard.map(({ n }) => n),
    key: JSON.stringify([end - first, first === 0, isLast, parts, bed]),
  };
}
