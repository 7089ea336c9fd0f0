import { AppError } from '@shared/errors/app-error';
import { CHANNELS, SAMPLE_RATE } from '../film-target';
import type { FilmTimeline } from '../film-timeline';
import { AAC_DESCRIPTION } from '../mp4/aac-description';
import type { FilmTrack } from '../mp4/film-track';
import { duckMusic } from '../sound/duck-music';
import { type EncodedCell, encodeRuns, type SoundRun } from '../sound/encode-runs';
import { mixScenes, readSamples, type SoundFiles } from '../sound/mix-sound';
import { buildSoundCells, buildSpans, PACKET_SAMPLES, type SoundCell, windowOf } from '../sound/sound-cells';
import type { Music } from './prepare-music';
import { Rounds } from './rounds';
import type { Workbench } from './workbench';

/** As much as is encoded in one go, some 20 s. */
const MAX_LOAD_PACKETS = 1000;
/** What is worth a second encoder, which is there when the first is: a piece more costs as much as 20 packets. */
const MIN_SHARED_PACKETS = 200;

export interface SoundSource {
  timeline: FilmTimeline;
  /** Scenes whose clips are there. */
  arrived: ReadonlySet<number>;
  files: SoundFiles;
}

/** Makes the sound of a film piece by piece, each as soon as its clips are there, and remembers what was made. */
export class SoundStudio {
  private readonly made = new Map<string, EncodedCell>();
  // Clips only come: what was known last is all that is known.
  private readonly rounds = new Rounds<SoundSource>((sources) => this.makeMissing(sources.at(-1)));
  private loads = 0;

  constructor(
    private readonly bench: Workbench,
    private readonly music: Music | null,
  ) {}

  /** Resolves when all is made that can be made now. */
  makeReady(source: SoundSource): Promise<void> {
    return this.rounds.take(source);
  }

  /** Packets from the first on, in order, as far as they are made. */
  madeSoFar(timeline: FilmTimeline): EncodedCell[] {
    const cells: EncodedCell[] = [];
    for (const { key } of this.cellsOf(timeline)) {
      const made = this.made.get(key);
      if (!made) break;
      cells.push(made);
    }
    return cells;
  }

  /** All of the film's sound. */
  async track(source: SoundSource): Promise<FilmTrack> {
    await this.makeReady(source);
    const cells = this.madeSoFar(source.timeline);
    if (cells.length < this.cellsOf(source.timeline).length)
      throw new AppError('INTERNAL', 'A part of the sound is missing');
    return toSoundTrack(cells, source.timeline);
  }

  private cellsOf(timeline: FilmTimeline): SoundCell[] {
    return buildSoundCells(timeline, this.music?.key ?? null);
  }

  private async makeMissing(source?: SoundSource): Promise<void> {
    if (!source) return;
    const missing = this.cellsOf(source.timeline).filter(
      ({ key, needs }) => !this.made.has(key) && needs.every((n) => source.arrived.has(n)),
    );
    await Promise.all(splitIntoLoads(missing).map((load) => this.makeLoad(load, source)));
  }

  private async makeLoad(load: readonly SoundCell[][], source: SoundSource): Promise<void> {
    const runs = load.map((cells) => this.toRun(cells, source));
    const name = `sound-${++this.loads}.aac`;
    const made = await this.bench.turns.take(() => encodeRuns(runs, this.bench, name));
    for (const [index, { key }] of load.flat().entries()) {
      const cell = made[index];
      if (cell) this.made.set(key, cell);
    }
  }

  private toRun(cells: readonly SoundCell[], { timeline, files }: SoundSource): SoundRun {
    const window = windowOf({ first: cells[0]?.first ?? 0, end: cells.at(-1)?.end ?? 0 }, this.music?.duck ?? false);
    const mix = async (): Promise<Int16Array> => {
      const all = await mixScenes(buildSpans(timeline), { from: window.mixFrom, to: window.to }, files);
      await this.addMusic(all, window.mixFrom, timeline);
      return all.subarray((window.encodeFrom - window.mixFrom) * CHANNELS);
    };
    return { cells, window, mix };
  }

  private async addMusic(mix: Int16Array, from: number, timeline: FilmTimeline): Promise<void> {
    if (!this.music) return;
    const { path, length, gainDb, duck } = this.music;
    const samples = new Int16Array(mix.length);
    // Music that is shorter than the film begins again.
    for (let at = 0; at < mix.length / CHANNELS && length > 0;) {
      const start = (from + at) % length;
      const part = await readSamples(path, start, Math.min(length - start, mix.length / CHANNELS - at));
      samples.set(part, at * CHANNELS);
      at += part.length / CHANNELS;
    }
    duckMusic(mix, { samples, gainDb, duck, samplesLeft: timeline.samples - from });
  }
}

// What is encoded in one go: runs of neighbours, each as one piece. In pairs of equal size, as two encoders share a film.
function splitIntoLoads(cells: readonly SoundCell[]): SoundCell[][][] {
  const total = cells.reduce((sum, { first, end }) => sum + end - first, 0);
  const count = total < MIN_SHARED_PACKETS ? 1 : 2 * Math.ceil(total / 2 / MAX_LOAD_PACKETS);
  const loads = Array.from({ length: count }, (): SoundCell[][] => []);
  let before = 0;
  for (const cell of cells) {
    const packets = cell.end - cell.first;
    addToRuns(loads[Math.floor(((before + packets / 2) / total) * count)] ?? [], cell);
    before += packets;
  }
  return loads.filter((runs) => runs.length > 0);
}

function addToRuns(runs: SoundCell[][], cell: SoundCell): void {
  const run = runs.at(-1);
  if (run?.at(-1)?.end === cell.first) run.push(cell);
  else runs.push([cell]);
}

function toSoundTrack(cells: readonly EncodedCell[], { samples: length }: FilmTimeline): FilmTrack {
  const samples = cells.flatMap(({ path, packets }) =>
    packets.map(({ offset, bytes }) => ({
      ...{ path, offset, bytes, duration: PACKET_SAMPLES, shift: 0, isSync: true, description: 1 },
    })),
  );
  // The last packet is full and the film ends in the middle of it.
  const last = samples.at(-1);
  if (last) last.duration = length - (samples.length - 2) * PACKET_SAMPLES;
  return {
    ...{ handler: 'soun', timescale: SAMPLE_RATE, samples, size: { width: 0, height: 0 } },
    descriptions: [AAC_DESCRIPTION],
    skip: PACKET_SAMPLES,
    length,
  };
}
