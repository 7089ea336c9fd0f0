import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { clockOf, SAMPLE_RATE, samplesAt } from '../film-target';
import type { FilmTimeline } from '../film-timeline';
import { AAC_DESCRIPTION } from '../mp4/aac-description';
import { buildFragmentHeader, buildInit, type TrackFragment } from '../mp4/build-fragment';
import { copySamples } from '../mp4/copy-samples';
import type { FilmSample } from '../mp4/film-track';
import { readParameterSets } from '../mp4/parameter-sets';
import { SampleReader } from '../mp4/sample-reader';
import type { EncodedCell } from '../sound/encode-runs';
import { buildSpans, LOOK_AHEAD_PACKETS, PACKET_SAMPLES } from '../sound/sound-cells';
import { toFilmSamples, type VideoSegment } from '../video-segment';
import type { HlsFragment } from './film-plan';
import type { Workbench } from './workbench';

export interface FilmSoFar {
  /** Of each scene, from the first of the film on. */
  segments: readonly VideoSegment[][];
  /** Sound from the beginning of the film on. */
  cells: readonly EncodedCell[];
  timeline: FilmTimeline;
  /** Whether nothing follows. */
  isWhole: boolean;
}

/** Writes a film as it grows: each fragment goes on, to the unit, where the one before it ended. */
export class FragmentWriter {
  private index = 0;
  private frames = 0;
  private scenes = 0;
  // The very first packet only gets a decoder going; players that stream do without.
  private packets = 1;
  /** Those that are written. */
  private readonly inits = new Set<string>();

  constructor(private readonly bench: Pick<Workbench, 'directory' | 'target'>) {}

  async write({ segments, cells, timeline, isWhole }: FilmSoFar): Promise<HlsFragment[]> {
    const packets = cells.flatMap((cell) => cell.packets.map((packet) => toSample(cell, packet)));
    if (packets.length === 0) return [];
    const fragments: HlsFragment[] = [];
    await using reader = new SampleReader();
    for (const [index, ofScene] of segments.entries()) {
      if (index < this.scenes) continue;
      const n = timeline.scenes[index]?.n ?? 0;
      const parts = groupByDescription(ofScene);
      for (const [part, group] of parts.entries()) {
        const isLast = isWhole && index === segments.length - 1 && part === parts.length - 1;
        const end = isLast ? packets.length : countCertainPackets(timeline, index);
        fragments.push(await this.writeFragment({ n, segments: group, sound: { packets, end, isLast }, reader }));
      }
      this.scenes = index + 1;
    }
    return fragments;
  }

  private async writeFragment({ n, segments, sound, reader }: FragmentToWrite): Promise<HlsFragment> {
    const clock = clockOf(this.bench.target);
    const first = this.frames;
    const pictures = segments.flatMap((segment) => {
      // Players that read one first file only, whatever the list says, find the parameters here.
      const prefix = readParameterSets(segment.description);
      return toFilmSamples(segment, { frameTicks: clock.frameTicks, description: 1, delay: 0, prefix });
    });
    this.frames += pictures.length;
    const tracks = [
      { id: 1, decodedAt: first * clock.frameTicks, samples: pictures },
      ...this.takeSound(sound, samplesAt(this.frames, clock)),
    ];
    const index = this.index++;
    const init = await this.writeInit(segments[0]?.description ?? Buffer.alloc(0));
    const path = this.bench.directory.file(`fragment-${index}.m4s`);
    const hash = createHash('sha256');
    const header = buildFragmentHeader(index + 1, tracks);
    await copySamples({ outputPath: path, header, samples: tracks.flatMap(({ samples }) => samples), reader, hash });
    return { index, n, path, sha256: hash.digest('hex'), ...init, seconds: pictures.length / clock.fps };
  }

  // As much as is heard while the pictures are seen; what the next scene has a part in comes with the next.
  private takeSound({ packets, end: most, isLast }: Sound, untilSample: number): TrackFragment[] {
    const end = isLast ? most : Math.min(most, Math.floor(untilSample / PACKET_SAMPLES) + 1);
    const samples = packets.slice(this.packets, Math.max(end, this.packets));
    const decodedAt = (this.packets - 1) * PACKET_SAMPLES;
    this.packets += samples.length;
    return samples.length > 0 ? [{ id: 2, decodedAt, samples }] : [];
  }

  private async writeInit(picture: Buffer): Promise<Pick<HlsFragment, 'initName' | 'initPath' | 'initSha256'>> {
    const { timescale } = clockOf(this.bench.target);
    const init = buildInit([
      { handler: 'vide', timescale, descriptions: [picture], size: this.bench.target },
      { handler: 'soun', timescale: SAMPLE_RATE, descriptions: [AAC_DESCRIPTION], size: { width: 0, height: 0 } },
    ]);
    const initSha256 = createHash('sha256').update(init).digest('hex');
    const initName = `init-${initSha256.slice(0, 12)}.mp4`;
    const initPath = this.bench.directory.file(initName);
    if (!this.inits.has(initName)) await writeFile(initPath, init);
    this.inits.add(initName);
    return { initName, initPath, initSha256 };
  }
}

interface FragmentToWrite {
  n: number;
  segments: readonly VideoSegment[];
  sound: Sound;
  reader: SampleReader;
}

interface Sound {
  packets: readonly FilmSample[];
  /** How many of the packets do not depend on what follows. */
  end: number;
  isLast: boolean;
}

// By the timeline alone, so that another process that makes the same film goes on with the same packet.
function countCertainPackets(timeline: FilmTimeline, index: number): number {
  const span = buildSpans(timeline)[index];
  if (!span || span.scene.exit.kind !== 'cut') return Infinity;
  return Math.floor(span.end / PACKET_SAMPLES) - LOOK_AHEAD_PACKETS;
}

// A player takes one description at a time.
function groupByDescription(segments: readonly VideoSegment[]): VideoSegment[][] {
  const groups: VideoSegment[][] = [];
  for (const segment of segments) {
    const group = groups.at(-1);
    if (group?.[0]?.description.equals(segment.description)) group.push(segment);
    else groups.push([segment]);
  }
  return groups;
}

function toSample({ path }: EncodedCell, { offset, bytes }: EncodedCell['packets'][number]): FilmSample {
  return { path, offset, bytes, duration: PACKET_SAMPLES, shift: 0, isSync: true, description: 1 };
}
