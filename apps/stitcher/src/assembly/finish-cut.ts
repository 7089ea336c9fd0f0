import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { CutFile, CutScene } from '@shared/contracts/cut';
import { failpoint } from '@shared/failpoints/failpoint';
import type { FinishedFilm } from '@shared/media/assembly/film-plan';
import { clockOf } from '@shared/media/film-target';
import type { TimelineScene } from '@shared/media/film-timeline';
import { makePoster } from '@shared/media/make-poster';
import type { PrivateDirectory } from '@shared/media/private-directory';
import { settleAll } from '@shared/lifecycle/settle-all';
import type { CutFiles, FinishedCut } from '../cuts/cut-statements';
import { buildOtio } from './build-otio';
import type { CutMaker } from './cut-maker';
import type { ReadyScene } from './decide-turn';
import type { Studio } from './studio';

export interface FilmOnDisk {
  film: FinishedFilm;
  outputPath: string;
  directory: PrivateDirectory;
  clips: ReadonlyMap<number, ReadyScene>;
  /** null: the clip that it would show is not there. */
  poster: Promise<string> | null;
}

/** Puts a film into the store with its poster, captions and timeline. When it fails, nothing is under way any more. */
export async function finishCut(studio: Studio, maker: CutMaker, onDisk: FilmOnDisk): Promise<FinishedCut> {
  const { film, outputPath } = onDisk;
  const { width, height, frameRate } = maker.target;
  const { fps } = clockOf({ frameRate });
  const scenes = film.timeline.scenes.map((scene) => toCutScene(scene, fps));
  await failpoint('cut.before-upload');
  const [video, poster, files] = await settleAll<[ArtifactRef, ArtifactRef, CutFiles]>([
    putFile(studio, maker, { key: artifactKeys.cut(maker, maker.cutId), path: outputPath, mediaType: 'video/mp4' }),
    putPoster(studio, maker, onDisk),
    putTexts(studio, maker, { ...onDisk, scenes, fps }),
  ]);
  const { frames, durationSeconds } = film;
  return { video, poster, files, scenes, facts: { durationSeconds, frames, fps, width, height, hasAudio: true } };
}

interface FileToPut {
  key: string;
  path: string;
  mediaType: string;
}

function putFile(
  { parts: { store } }: Studio,
  { signal }: CutMaker,
  { key, path, mediaType }: FileToPut,
): Promise<ArtifactRef> {
  return store.putFile(key, path, { mediaType, signal });
}

async function putPoster(studio: Studio, maker: CutMaker, onDisk: FilmOnDisk): Promise<ArtifactRef> {
  const path = await (onDisk.poster ?? makePosterOfFilm(studio, maker, onDisk));
  return putFile(studio, maker, { key: artifactKeys.poster(maker, maker.cutId), path, mediaType: 'image/jpeg' });
}

async function makePosterOfFilm(
  studio: Studio,
  { signal }: CutMaker,
  { film, outputPath: videoPath, directory }: FilmOnDisk,
): Promise<string> {
  const outputPath = directory.file('poster.jpg');
  const atSeconds = (film.timeline.scenes[0]?.seconds ?? 0) / 2;
  await makePoster(studio.parts.runner, { videoPath, atSeconds, outputPath, signal });
  return outputPath;
}

async function putTexts(
  { parts: { store } }: Studio,
  maker: CutMaker,
  { film, clips, scenes, fps }: FilmOnDisk & { scenes: CutScene[]; fps: number },
): Promise<CutFiles> {
  const { filmId, brief, signal, options } = maker;
  const otio = buildOtio({ filmId, title: brief.title, fps, scenes: toOtioScenes(maker, { scenes, clips, film }) });
  const captions = options.captions === 'off' ? null : film.captions;
  const texts: [CutFile, string, string][] = [
    ['timeline.otio', JSON.stringify(otio, null, 2), 'application/json'],
    ...(captions
      ? CAPTIONS.map(([file, kind, type]) => [file, captions[kind], type] as [CutFile, string, string])
      : []),
  ];
  const stored = texts.map(async ([file, text, mediaType]) => {
    const key = artifactKeys.cutFile(maker, maker.cutId, file);
    return [file, await store.put(key, Buffer.from(text), { mediaType, signal })] as const;
  });
  return Object.fromEntries(await settleAll(stored)) satisfies CutFiles;
}

const CAPTIONS = [
  ['captions.srt', 'srt', 'application/x-subrip'],
  ['captions.vtt', 'vtt', 'text/vtt'],
] as const;

function toOtioScenes(
  { brief }: CutMaker,
  { scenes, clips, film }: Pick<FilmOnDisk, 'clips' | 'film'> & { scenes: readonly CutScene[] },
) {
  return scenes.flatMap((scene, index) => {
    const clip = clips.get(scene.scene)?.clip;
    const sourceFrames = film.timeline.scenes[index]?.sourceFrames ?? scene.frames;
    const description = brief.scenes.find(({ n }) => n === scene.scene)?.description ?? '';
    return clip ? [{ ...scene, clip, sourceFrames, description }] : [];
  });
}

// Of a fade or dip the timeline counts the half on this side.
function toCutScene({ n, startFrame, frames, entry }: TimelineScene, fps: number): CutScene {
  const halves = entry.kind === 'fade' || entry.kind === 'dip' ? 2 : 1;
  const isSoft = entry.kind !== 'cut' && entry.kind !== 'continue';
  const transitionSeconds = isSoft ? (entry.frames * halves) / fps : 0;
  return { scene: n, startFrame, frames, transition: entry.kind, transitionSeconds };
}
