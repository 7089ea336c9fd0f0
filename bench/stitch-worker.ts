import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type ClipEnd, planClipEnd } from '@shared/media/assembly/clip-end';
import { FilmAssembly } from '@shared/media/assembly/film-assembly';
import { checkClip } from '@shared/media/check-clip';
import type { FilmTarget } from '@shared/media/film-target';
import type { JoinKind } from '@shared/media/film-timeline';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import type { VideoFacts } from '@shared/media/video-facts';

export interface StitchTask {
  folder: string;
  /** Different clips; a longer film shows them again. */
  sources: string[];
  clips: number;
  films: number;
  seconds: number;
  join: JoinKind;
  target: FilmTarget;
  /** Arguments of ffmpeg for the plain copy that each film is measured beside. */
  rawCopy: string[];
}

export interface StitchFigures {
  /** What the check of one clip takes: it reads, counts and decodes all of it. Done when the clip lands. */
  checkMs: number[];
  /** From the last clip, checked, to the film. */
  tailMs: number[];
  /** Of that, after the last clip was taken in. */
  writeMs: number[];
  rawCopyMs: number[];
}

interface Checked {
  facts: VideoFacts;
  end?: ClipEnd;
}

const ARRIVALS_AT_ONCE = 3;
const runner = new FfmpegRunner({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });

// Copy and film in turn: what else the machine does meets both.
async function run(task: StitchTask): Promise<StitchFigures> {
  const figures: StitchFigures = { checkMs: [], tailMs: [], writeMs: [], rawCopyMs: [] };
  const checked = new Map<string, Checked>();
  for (const source of task.sources) checked.set(source, await check(source, task, figures.checkMs));
  // A worker has made films before; the first in a process counts the start of everything.
  await makeFilm({ ...task, clips: 3 }, checked);
  for (let film = 0; film < task.films; film++) {
    figures.rawCopyMs.push(await time(() => execa('ffmpeg', task.rawCopy)));
    const { tailMs, writeMs } = await makeFilm(task, checked);
    figures.tailMs.push(tailMs);
    figures.writeMs.push(writeMs);
  }
  figures.rawCopyMs.push(await time(() => execa('ffmpeg', task.rawCopy)));
  return figures;
}

async function check(path: string, { join: kind, target, seconds }: StitchTask, checkMs: number[]): Promise<Checked> {
  const outputFile = `${path}.end.mp4`;
  let end: ClipEnd | undefined;
  const outputs = async (facts: VideoFacts): Promise<string[]> => {
    const plan = kind === 'continue' ? await planClipEnd({ path, facts, target, outputFile }) : null;
    if (plan) end = { path: outputFile, from: plan.from };
    return plan?.outputs ?? [];
  };
  const begun = performance.now();
  const facts = await checkClip(runner, path, { seconds }, { outputs });
  checkMs.push(performance.now() - begun);
  return { facts, ...(end && { end }) };
}

// The clip that comes last belongs to the middle of the film: both its neighbours have waited for it.
async function makeFilm(
  { folder, sources, clips, seconds, join: kind, target }: StitchTask,
  checked: Map<string, Checked>,
) {
  const parent = await mkdtemp(join(folder, 'film-'));
  const scenes = Array.from({ length: clips }, (_, index) => ({ n: index + 1, seconds, join: { kind, seconds: 0.5 } }));
  const last = Math.floor(clips / 2) + 1;
  await using film = await FilmAssembly.begin(runner, { target, scenes }, { parent });
  const add = (n: number): Promise<unknown> => {
    const source = sources[(n - 1) % sources.length] ?? '';
    return film.add(n, source, checked.get(source));
  };
  const queue = scenes
    .map(({ n }) => n)
    .filter((n) => n !== last)
    .values();
  const arrive = async (): Promise<void> => {
    for (const n of queue) await add(n);
  };
  await Promise.all(Array.from({ length: ARRIVALS_AT_ONCE }, arrive));
  await wait(500);
  const begun = performance.now();
  await add(last);
  const added = performance.now();
  await film.finish(join(parent, 'film.mp4'));
  const ended = performance.now();
  await rm(join(parent, 'film.mp4'));
  return { tailMs: ended - begun, writeMs: ended - added };
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as StitchTask)));
