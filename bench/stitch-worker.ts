import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { ClipChecker } from '@shared/media/clip-checker';
import { FilmAssembly } from '@shared/media/assembly/film-assembly';
import type { ClipToTakeIn } from '@shared/media/assembly/take-in-clip';
import { Turns } from '@shared/lifecycle/turns';
import type { FilmTarget } from '@shared/media/film-target';
import type { JoinKind } from '@shared/media/film-timeline';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { AacEncoders } from '@shared/media/sound/aac-encoders';

export interface StitchTask {
  folder: string;
  /** Different clips; a longer film shows them again. */
  sources: string[];
  clips: number;
  films: number;
  seconds: number;
  /** Whether all clips land in one moment. */
  together: boolean;
  join: JoinKind;
  target: FilmTarget;
  /** Arguments of ffmpeg for the plain copy that each film is measured beside. */
  rawCopy: string[];
}

export interface StitchFigures {
  /** From the landing of the last clip, or of all, to the film. */
  tailMs: number[];
  /** Of that, after what landed was taken in. */
  writeMs: number[];
  rawCopyMs: number[];
}

interface Place {
  store: DirectoryStore;
  stored: readonly StoredClip[];
}

interface StoredClip {
  clip: ArtifactRef;
  sound: ArtifactRef;
}

/** As the stitcher fetches the clips of one film. */
const DOWNLOADS_AT_ONCE = 4;
const runner = new FfmpegRunner({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });

// Copy and film in turn: what else the machine does meets both.
async function run(task: StitchTask): Promise<StitchFigures> {
  await using encoders = new AacEncoders(runner);
  const figures: StitchFigures = { tailMs: [], writeMs: [], rawCopyMs: [] };
  const place = await storeClips(task);
  // A worker has made films before; the first in a process counts the start of everything.
  await makeFilm({ ...task, clips: 3 }, { ...place, encoders });
  for (let film = 0; film < task.films; film++) {
    figures.rawCopyMs.push(await time(() => execa('ffmpeg', task.rawCopy)));
    const { tailMs, writeMs } = await makeFilm(task, { ...place, encoders });
    figures.tailMs.push(tailMs);
    figures.writeMs.push(writeMs);
  }
  figures.rawCopyMs.push(await time(() => execa('ffmpeg', task.rawCopy)));
  return figures;
}

// As the clipper leaves them.
async function storeClips({ folder, sources, seconds }: StitchTask): Promise<Place> {
  const store = new DirectoryStore(join(folder, 'store'));
  await store.prepare();
  const checker = new ClipChecker(runner);
  const stored: StoredClip[] = [];
  for (const [index, source] of sources.entries()) {
    const samplesPath = join(folder, `sound-${index}.s16`);
    await checker.check(source, { seconds }, { samplesPath });
    stored.push({
      clip: await store.putFile(`clips/${index}.mp4`, source, { mediaType: 'video/mp4' }),
      sound: await store.putFile(`clips/${index}.s16`, samplesPath, {
        mediaType: 'application/octet-stream',
      }),
    });
  }
  return { store, stored };
}

// The clip that comes last belongs to the middle of the film: both its neighbours have waited for it.
async function makeFilm(task: StitchTask, { store, stored, encoders }: Place & { encoders: AacEncoders }) {
  const { folder, clips, seconds, together, join: kind, target } = task;
  const parent = await mkdtemp(join(folder, 'film-'));
  const scenes = Array.from({ length: clips }, (_, index) => ({ n: index + 1, seconds, join: { kind, seconds: 0.5 } }));
  await using film = await FilmAssembly.begin({ runner, encoders }, { target, scenes }, { parent });
  const downloads = new Turns(DOWNLOADS_AT_ONCE);
  const fetch = async (n: number) => {
    const path = join(parent, `clip-${n}.mp4`);
    const one = stored[(n - 1) % stored.length];
    if (!one) throw new RangeError(`No clip is stored for scene ${n}`);
    await downloads.take(() => store.download(one.clip, path));
    return { n, path, loadSamples: () => readArtifact(store, one.sound) } satisfies ClipToTakeIn;
  };
  const land = async (ns: readonly number[]): Promise<void> => {
    const clips = await Promise.all(ns.map(fetch));
    await film.add(...clips);
  };
  const all = scenes.map(({ n }) => n);
  const last = together ? all : [Math.floor(clips / 2) + 1];
  await land(all.filter((n) => !last.includes(n)));
  await wait(500);
  const begun = performance.now();
  await land(last);
  const added = performance.now();
  await film.finish(join(parent, 'film.mp4'));
  const ended = performance.now();
  await rm(parent, { recursive: true });
  return { tailMs: ended - begun, writeMs: ended - added };
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as StitchTask)));
