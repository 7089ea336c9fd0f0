import { execa } from 'execa';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchReport, toTable } from './bench-report.ts';
import { drawBars } from './draw-bars.ts';
import type { StitchFigures, StitchTask } from './stitch-worker.ts';

/** Different pictures; longer films show them again, each in a file of its own. */
const DIFFERENT_CLIPS = 6;
/** As a provider sends them. */
const WHOLE: Footage = { width: 1280, height: 720, seconds: 8, bitrate: '6M' };
/** Small, or the 120 clips alone that are prepared before the tail is measured would take a quarter of an hour. */
const SMALL: Footage = { width: 640, height: 360, seconds: 4, bitrate: '1500k' };
/** Seconds of film; encoding all of a longer one is left out: it takes minutes, and grows with the film. */
const MOST_ENCODED_SECONDS = 120;

interface Footage {
  width: number;
  height: number;
  seconds: number;
  bitrate: string;
}

interface Row {
  join: string;
  clips: number;
  films: number;
  /** From the last clip to the film. */
  tailMs: number;
  /** Of that, after the last clip was taken in. */
  writeMs: number;
  rawCopyMs: number;
  tailToRawCopy: number;
  encodeAllMs: number | null;
  tailToEncodeAll: number | null;
}

/** The time from a film's last clip to the film, beside raw `ffmpeg -f concat -c copy` and the encoding of everything. */
export async function benchStitch(): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'reelwright-bench-'));
  try {
    const whole = await makeClips(folder, WHOLE);
    const small = await makeClips(folder, SMALL);
    const rows = [
      await measure(folder, { footage: WHOLE, sources: whole, kind: 'cut', clips: 6, films: 5 }),
      await measure(folder, { footage: WHOLE, sources: whole, kind: 'cut', clips: 30, films: 3 }),
      await measure(folder, { footage: WHOLE, sources: whole, kind: 'cut', clips: 120, films: 2 }),
      await measure(folder, { footage: WHOLE, sources: whole, kind: 'continue', clips: 6, films: 3 }),
      await measure(folder, { footage: SMALL, sources: small, kind: 'crossfade', clips: 6, films: 3 }),
      await measure(folder, { footage: SMALL, sources: small, kind: 'crossfade', clips: 30, films: 2 }),
      await measure(folder, { footage: SMALL, sources: small, kind: 'crossfade', clips: 120, films: 1 }),
    ];
    return { rows, table: `${toTable(rows)}\n${NOTE}`, svg: draw(rows) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NOTE = [
  'cut, continue: clips of 8 s, 720p24, 6 Mbit/s, H.264 and AAC. crossfade: half a second, clips of 4 s, 360p24.',
  'tail: the clip in the middle of the film comes last. Medians; raw copy is measured between the films, on the same clips.',
  `encode all: cut and continue by the concat demuxer, crossfade by xfade, libx264 veryfast; left out above ${MOST_ENCODED_SECONDS} s of film.`,
].join('\n');

interface Cell {
  footage: Footage;
  sources: string[];
  kind: 'cut' | 'continue' | 'crossfade';
  clips: number;
  films: number;
}

async function measure(folder: string, { footage, sources, kind, clips, films }: Cell): Promise<Row> {
  const place = await mkdtemp(join(folder, 'cell-'));
  const paths = await layOut(place, sources, clips);
  const figures: StitchFigures[] = [];
  const rawMs: number[] = [];
  // One after the other in turn: what else the machine does meets both.
  for (let film = 0; film < films; film++) {
    rawMs.push(await time(() => copyRaw(place)));
    figures.push(
      await makeFilm({ folder: place, clips: paths, seconds: footage.seconds, join: kind, target: toTarget(footage) }),
    );
    rawMs.push(await time(() => copyRaw(place)));
  }
  const isTooLong = clips * footage.seconds > MOST_ENCODED_SECONDS;
  const encodeAllMs = isTooLong ? null : await time(() => encodeAll(place, paths, { footage, kind }));
  await rm(place, { recursive: true });
  const [tailMs, rawCopyMs] = [median(figures.map((figure) => figure.tailMs)), median(rawMs)];
  const row = {
    ...{ join: kind, clips, films, tailMs, writeMs: median(figures.map(({ writeMs }) => writeMs)), rawCopyMs },
    tailToRawCopy: toRatio(tailMs, rawCopyMs),
    encodeAllMs,
    tailToEncodeAll: encodeAllMs === null ? null : toRatio(tailMs, encodeAllMs),
  };
  process.stderr.write(`${JSON.stringify(row)}\n`);
  return row;
}

async function makeFilm(task: StitchTask): Promise<StitchFigures> {
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
    await ffmpeg([
      ...[
        '-f',
        'lavfi',
        '-i',
        picture,
        '-f',
        'lavfi',
        '-i',
        `anoisesrc=d=${seconds}:c=pink:a=0.3:r=48000:seed=${clip}`,
      ],
      ...['-vf', `noise=alls=12:allf=t,hue=h=${clip * 50}`, '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', bitrate],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2', '-movflags', '+faststart', path],
    ]);
    paths.push(path);
  }
  return paths;
}

async function layOut(place: string, sources: readonly string[], clips: number): Promise<string[]> {
  const paths = Array.from({ length: clips }, (_, index) => join(place, `clip-${index + 1}.mp4`));
  for (const [index, path] of paths.entries()) await symlink(sources[index % sources.length] ?? '', path);
  await writeFile(join(place, 'list.txt'), paths.map((path) => `file '${path}'\n`).join(''));
  return paths;
}

async function copyRaw(place: string): Promise<void> {
  await ffmpeg(['-f', 'concat', '-safe', '0', '-i', join(place, 'list.txt'), '-c', 'copy', join(place, 'raw.mp4')]);
}

async function encodeAll(
  place: string,
  paths: readonly string[],
  { footage, kind }: Pick<Cell, 'footage' | 'kind'>,
): Promise<void> {
  const input =
    kind === 'crossfade' ? xfadeAll(paths, footage) : ['-f', 'concat', '-safe', '0', '-i', join(place, 'list.txt')];
  await ffmpeg([
    ...input,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '18',
    '-c:a',
    'aac',
    join(place, 'encoded.mp4'),
  ]);
}

function xfadeAll(paths: readonly string[], { seconds }: Footage): string[] {
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
    title: 'From the last clip to the film, as a multiple of raw ffmpeg -f concat -c copy',
    limit: { value: 1.25, label: '1.25 allowed for cuts' },
    bars: rows.map(({ join: kind, clips, tailToRawCopy }) => ({
      label: `${kind}, ${clips} clips`,
      value: tailToRawCopy,
    })),
  });
}
