import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchReport, toTable } from './bench-report.ts';
import { drawBars } from './draw-bars.ts';
import type { StitchFigures, StitchTask } from './stitch-worker.ts';

/** Different pictures; longer films show them again. */
const DIFFERENT_CLIPS = 4;
/** As a provider sends them: all frames of a clip hang on its first. */
const WHOLE: Footage = { width: 1280, height: 720, seconds: 8, bitrate: '6M' };
/** Small, or the 119 clips alone that are encoded before the tail is measured would take a quarter of an hour. */
const SMALL: Footage = { width: 640, height: 360, seconds: 6, bitrate: '1500k' };

interface Footage {
  width: number;
  height: number;
  seconds: number;
  bitrate: string;
}

interface Cell {
  footage: Footage;
  kind: 'cut' | 'continue' | 'crossfade';
  clips: number;
  films: number;
  /** Whether the clips land all in one moment, not the last of them when the others are done. */
  together?: boolean;
  /** Whether the film is encoded as a whole as well: always, or only where minutes do not matter (`npm run bench -- stitch full`). */
  encodesAll: 'always' | 'full' | 'never';
}

const CELLS: Cell[] = [
  { footage: SMALL, kind: 'cut', clips: 12, films: 5, together: true, encodesAll: 'never' },
  { footage: WHOLE, kind: 'cut', clips: 6, films: 5, encodesAll: 'always' },
  { footage: WHOLE, kind: 'cut', clips: 30, films: 2, encodesAll: 'full' },
  { footage: WHOLE, kind: 'cut', clips: 120, films: 1, encodesAll: 'full' },
  { footage: WHOLE, kind: 'continue', clips: 6, films: 3, encodesAll: 'never' },
  { footage: WHOLE, kind: 'continue', clips: 30, films: 2, encodesAll: 'never' },
  { footage: WHOLE, kind: 'continue', clips: 120, films: 1, encodesAll: 'never' },
  { footage: WHOLE, kind: 'crossfade', clips: 6, films: 1, encodesAll: 'always' },
  { footage: SMALL, kind: 'crossfade', clips: 6, films: 3, encodesAll: 'always' },
  { footage: SMALL, kind: 'crossfade', clips: 30, films: 1, encodesAll: 'always' },
  { footage: SMALL, kind: 'crossfade', clips: 120, films: 1, encodesAll: 'full' },
];

interface Row {
  join: string;
  footage: string;
  clips: number;
  films: number;
  land: 'last' | 'all';
  /** From the landing to the film: first the work on what landed, then the writing. */
  tailMs: number;
  takeInMs: number;
  writeMs: number;
  rawCopyMs: number;
  tailToRawCopy: number;
  encodeAllMs: number | null;
  tailToEncodeAll: number | null;
}

/** The time from a film's last clip to the film, beside raw `ffmpeg -f concat -c copy` and the encoding of everything. */
export async function benchStitch(options: readonly string[]): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'reelwright-bench-'));
  try {
    const sources = new Map<Footage, string[]>();
    for (const footage of [WHOLE, SMALL]) sources.set(footage, await makeClips(folder, footage));
    const rows: Row[] = [];
    const encoded = options.includes('full') ? ['always', 'full'] : ['always'];
    const cells = options.includes('small') ? CELLS.filter(isSmall) : CELLS;
    for (const cell of cells) {
      const encodesAll = !options.includes('small') && encoded.includes(cell.encodesAll);
      const footage = { sources: sources.get(cell.footage) ?? [], encodesAll };
      rows.push(await measure(folder, cell, footage));
    }
    return { rows, table: `${toTable(rows)}\n${NOTE}`, svg: draw(rows) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isSmall({ kind, clips }: Cell): boolean {
  return kind !== 'crossfade' && clips <= 30;
}

const NOTE = [
  'Clips of 24 frames a second, H.264 of 6 (720p) or 1.5 Mbit/s (360p) in one group of frames, AAC. crossfade: half a second.',
  'tail: from the landing at the stitcher (its fact is heard, the clip lies in a store of files) to the film. land last: the clip in the',
  'middle of the film comes when all others are done; all: every clip in the same moment. takeIn: fetching it and the work on it; write:',
  'all the rest. Medians of the films; the raw copy of the same clips is measured before, between and after them. Before it lands, a',
  'clip was decoded from end to end by the clipper, and stored with its samples of sound; that belongs to no film and is not in here.',
  'encode all: cut by the concat demuxer, crossfade by xfade, libx264 veryfast, once; -: left out, `stitch full` has it.',
].join('\n');

async function measure(
  folder: string,
  cell: Cell,
  { sources, encodesAll }: { sources: string[]; encodesAll: boolean },
): Promise<Row> {
  const { footage, kind, clips, films, together = false } = cell;
  const place = await mkdtemp(join(folder, 'cell-'));
  const list = await writeList(place, sources, clips);
  const rawCopy = ['-nostdin', '-v', 'error', '-y', ...list, '-c', 'copy', join(place, 'raw.mp4')];
  const film = {
    folder: place,
    sources,
    clips,
    films,
    seconds: footage.seconds,
    together,
    join: kind,
    target: toTarget(footage),
  };
  const figures = await makeFilms({ ...film, rawCopy });
  const encodeAllMs = encodesAll ? await time(() => encodeAll(place, list, { ...cell, sources })) : null;
  await rm(place, { recursive: true });
  const [tailMs, rawCopyMs] = [median(figures.tailMs), median(figures.rawCopyMs)];
  const writeMs = median(figures.writeMs);
  const row = {
    ...{
      join: kind,
      footage: `${footage.height}p, ${footage.seconds} s`,
      clips,
      films,
      land: together ? ('all' as const) : ('last' as const),
      tailMs,
      takeInMs: tailMs - writeMs,
      writeMs,
      rawCopyMs,
    },
    ...{ tailToRawCopy: toRatio(tailMs, rawCopyMs), encodeAllMs },
    tailToEncodeAll: encodeAllMs === null ? null : toRatio(tailMs, encodeAllMs),
  };
  process.stderr.write(`${JSON.stringify(row)}\n`);
  return row;
}

async function makeFilms(task: StitchTask): Promise<StitchFigures> {
  const worker = new URL('stitch-worker.ts', import.meta.url).pathname;
  const args = ['--experimental-transform-types', '--no-warnings', '--import', './bench/shared-imports.ts'];
  const { stdout } = await execa(process.execPath, [...args, worker, JSON.stringify(task)]);
  return JSON.parse(stdout) as StitchFigures;
}

async function makeClips(folder: string, { width, height, seconds, bitrate }: Footage): Promise<string[]> {
  const paths: string[] = [];
  for (let clip = 0; clip < DIFFERENT_CLIPS; clip++) {
    const path = join(folder, `${height}-${clip}.mp4`);
    const picture = `testsrc2=s=${width}x${height}:r=24:d=${seconds}`;
    const noise = `anoisesrc=d=${seconds}:c=pink:a=0.3:r=48000:seed=${clip}`;
    await ffmpeg([
      ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', noise],
      ...['-vf', `noise=alls=12:allf=t,hue=h=${clip * 50}`, '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', bitrate],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2', '-movflags', '+faststart', path],
    ]);
    paths.push(path);
  }
  return paths;
}

async function writeList(place: string, sources: readonly string[], clips: number): Promise<string[]> {
  const lines = Array.from({ length: clips }, (_, index) => `file '${sources[index % sources.length] ?? ''}'\n`);
  await writeFile(join(place, 'list.txt'), lines.join(''));
  return ['-f', 'concat', '-safe', '0', '-i', join(place, 'list.txt')];
}

async function encodeAll(place: string, list: string[], cell: Cell & { sources: readonly string[] }): Promise<void> {
  const input = cell.kind === 'crossfade' ? xfadeAll(cell) : list;
  const coder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-c:a', 'aac'];
  await ffmpeg([...input, ...coder, join(place, 'encoded.mp4')]);
}

function xfadeAll({ sources, clips, footage: { seconds } }: Cell & { sources: readonly string[] }): string[] {
  const paths = Array.from({ length: clips }, (_, index) => sources[index % sources.length] ?? '');
  const links = paths.slice(1).map((_, index) => {
    const [from, sound, to] = [index === 0 ? '0:v' : `v${index}`, index === 0 ? '0:a' : `a${index}`, index + 1];
    const offset = (seconds - 0.5) * to;
    const picture = `[${from}][${to}:v]xfade=transition=fade:duration=0.5:offset=${offset}[v${to}]`;
    return `${picture};[${sound}][${to}:a]acrossfade=d=0.5[a${to}]`;
  });
  const last = paths.length - 1;
  const inputs = paths.flatMap((path) => ['-i', path]);
  return [...inputs, '-filter_complex', links.join(';'), '-map', `[v${last}]`, '-map', `[a${last}]`];
}

async function ffmpeg(args: string[]): Promise<void> {
  await execa('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);
}

async function time(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return Math.round(performance.now() - begun);
}

function toTarget({ width, height }: Footage): StitchTask['target'] {
  return { width, height, frameRate: '24/1', loudnessLufs: -16 };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Math.round(((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2);
}

function toRatio(a: number, b: number): number {
  return Number((a / b).toFixed(3));
}

function draw(rows: readonly Row[]): string {
  return drawBars({
    title: 'From the landing of the last clip to the film, as a multiple of raw ffmpeg -f concat -c copy',
    limit: { value: 1.25, label: '1.25 allowed for cuts' },
    bars: rows
      .filter(({ join: kind }) => kind !== 'crossfade')
      .map(({ join: kind, clips, land, tailToRawCopy }) => ({
        label: `${kind}, ${clips} clips${land === 'all' ? ' at once' : ''}`,
        value: tailToRawCopy,
      })),
  });
}
