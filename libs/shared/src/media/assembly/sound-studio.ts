import { AppError } from '@shared/errors/app-error';
import { CHANNELS, SAMPLE_RATE } from '../film-target';
import type { FilmTimeline } from '../film-timeline';
import type { FilmTrack } from '../mp4/film-track';
import { duckMusic } from '../sound/duck-music';
import { encodeCells, type EncodedCell } from '../sound/encode-cells';
import { mixScenes, readSamples, type SoundFiles } from '../sound/mix-sound';
import { buildSoundCells, buildSpans, PACKET_SAMPLES, type SoundCell, windowOf } from '../sound/sound-cells';
import type { Workbench } from './workbench';
import type { Music } from './prepare-music';

/** As much as one encoding takes: the next one can run beside it. */
const MAX_RUN_PACKETS = 260;

export interface SoundSource {
  timeline: FilmTimeline;
  /** Scenes whose clips are there. */
  arrived: ReadonlySet<number>;
  files: SoundFiles;
}

/** Makes the sound of a film piece by piece, each as soon as its clips are there, and remembers what was made. */
export class SoundStudio {
  private readonly made = new Map<string, Promise<EncodedCell>>();
  private runs = 0;

  constructor(
    private readonly bench: Workbench,
    private readonly music: Music | null,
  ) {}

  /** Begins whatever can be made now. Resolves when all of it is made. */
  async makeReady(source: SoundSource): Promise<void> {
    const missing = this.cellsOf(source.timeline).filter(
      ({ key, needs }) => !this.made.has(key) && needs.every((n) => source.arrived.has(n)),
    );
    await Promise.all(splitIntoRuns(missing).map((run) => this.makeRun(run, source)));
  }

  /** Packets from the first on, in order, as far as they are made. */
  async madeSoFar(timeline: FilmTimeline): Promise<EncodedCell[]> {
    const cells: EncodedCell[] = [];
    for (const { key } of this.cellsOf(timeline)) {
      const making = this.made.get(key);
      if (!making) break;
      cells.push(await making);
    }
    return cells;
  }

  /** All of the film's sound. */
  async track(source: SoundSource): Promise<FilmTrack> {
    await this.makeReady(source);
    const cells = await this.madeSoFar(source.timeline);
    if (cells.length < this.cellsOf(source.timeline).length)
      throw new AppError('INTERNAL', 'A part of the sound is missing');
    return toSoundTrack(cells, source.timeline);
  }

  private cellsOf(timeline: FilmTimeline): SoundCell[] {
    return buildSoundCells(timeline, this.music?.key ?? null);
  }

  private async makeRun(cells: readonly SoundCell[], source: SoundSource): Promise<void> {
    const making = this.encode(cells, source);
    for (const [index, { key }] of cells.entries()) {
      const cell = making.then((made) => made[index] ?? Promise.reject(new AppError('INTERNAL', 'A cell is missing')));
      this.made.set(key, cell);
      // What failed may be tried again; the failure is told by the run.
      cell.catch(() => this.made.delete(key));
    }
    await making;
  }

  private async encode(cells: readonly SoundCell[], { timeline, files }: SoundSource): Promise<EncodedCell[]> {
    const { runner, directory, turns, signal } = this.bench;
    const window = windowOf({ first: cells[0]?.first ?? 0, end: cells.at(-1)?.end ?? 0 }, this.music?.duck ?? false);
    const name = `run-${++this.runs}`;
    return turns.take(async () => {
      const mix = await mixScenes(buildSpans(timeline), { from: window.mixFrom, to: window.to }, files);
      await this.addMusic(mix, window.mixFrom, timeline);
      const heard = mix.subarray((window.encodeFrom - window.mixFrom) * CHANNELS);
      return encodeCells({ runner, directory, name, cells, window, mix: heard, signal });
    });
  }

  private async addMusic(mix: Float32Array, from: number, timeline: FilmTimeline): Promise<void> {
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

// Neighbours are encoded together, as each start of a program costs more than a second of sound.
function splitIntoRuns(cells: readonly SoundCell[]): SoundCell[][] {
  const runs: SoundCell[][] = [];
  for (const cell of cells) {
    const run = runs.at(-1);
    const first = run?.[0]?.first ?? 0;
    if (run?.at(-1)?.end === cell.first && cell.end - first <= MAX_RUN_PACKETS) run.push(cell);
    else runs.push([cell]);
  }
  return runs;
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
    descriptions: cells.slice(0, 1).map(({ description }) => description),
    skip: PACKET_SAMPLES,
    length,
  };
}
