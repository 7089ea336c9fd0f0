import type { PartStatus, SceneView } from '@shared/contracts/film';
import { layOutKeyframes, type ScenePlace } from '@shared/contracts/keyframe-layout';
import type { ErrorFacts } from '@shared/errors/app-error';
import { sceneLinks } from './film-links';
import type { FilmKeyframeEntity } from './film-keyframe.entity';
import type { FilmRecord } from './film-record';
import type { FilmSceneEntity } from './film-scene.entity';
import { listUnits } from './film-units';

export function toSceneViews(record: FilmRecord): SceneView[] {
  const { keyframes: places, scenes: scenePlaces } = layOutKeyframes(record.scenes.map(({ transition }) => transition));
  const keyframes = listUnits(record, 'keyframe');
  const clips = listUnits(record, 'clip');
  const frames = record.film.build?.spec.images?.keyframes ?? [];
  const given = new Set(frames.map(({ artifact }) => artifact?.sha256));
  return scenePlaces.map((place, i) => {
    const { startKeyframe, endKeyframe } = place;
    return toSceneView({
      place,
      scene: itemAt(record.scenes, i),
      start: itemAt(record.keyframes, startKeyframe),
      startStatus: itemAt(keyframes, startKeyframe).status,
      isInherited: itemAt(places, startKeyframe).endsScene !== null,
      end: itemAt(record.keyframes, endKeyframe),
      endStatus: itemAt(keyframes, endKeyframe).status,
      clipStatus: itemAt(clips, i).status,
      given,
    });
  });
}

interface SceneParts {
  place: ScenePlace;
  scene: FilmSceneEntity;
  start: FilmKeyframeEntity;
  startStatus: PartStatus;
  isInherited: boolean;
  end: FilmKeyframeEntity;
  endStatus: PartStatus;
  clipStatus: PartStatus;
  /** Content of the user's own keyframes. */
  given: ReadonlySet<string | undefined>;
}

function toSceneView(parts: SceneParts): SceneView {
  const { scene, start, startStatus, isInherited, end, endStatus, clipStatus, given } = parts;
  const links = sceneLinks(scene.filmId, scene.n);
  const status = toSceneStatus(parts);
  return {
    n: scene.n,
    id: scene.id,
    status,
    description: scene.description,
    seconds: scene.seconds,
    transition: scene.transition,
    start: {
      ...toKeyframeView(start, startStatus, links.fileOf('start')),
      source: isGiven(start, given) ? 'given' : isInherited ? 'inherited' : 'generated',
    },
    end: {
      ...toKeyframeView(end, endStatus, links.fileOf('end')),
      source: isGiven(end, given) ? 'given' : 'generated',
    },
    clip: {
      status: clipStatus,
      sha256: scene.clip?.sha256 ?? null,
      bytes: scene.clip?.bytes ?? null,
      durationSeconds: scene.clipSeconds,
      link: scene.clip ? links.fileOf('clip') : null,
      ...toHistory(scene),
    },
    error: status === 'failed' ? toSceneError(parts) : null,
    why: toWhy(parts, status),
    warnings: scene.warnings,
    history: scene.history,
    takes: links.takes,
  };
}

function isGiven({ artifact }: FilmKeyframeEntity, given: SceneParts['given']): boolean {
  return artifact !== null && given.has(artifact.sha256);
}

function toKeyframeView(keyframe: FilmKeyframeEntity, status: PartStatus, link: string) {
  const { index, artifact } = keyframe;
  return { index, status, sha256: artifact?.sha256 ?? null, link: artifact ? link : null, ...toHistory(keyframe) };
}

function toHistory({ take, pinned, stale }: Pick<FilmSceneEntity, 'take' | 'pinned' | 'stale'>) {
  return { take, pinned, stale };
}

// A failure tells more than a change that came before it.
function toWhy(parts: SceneParts, status: PartStatus): string | null {
  const error = status === 'failed' ? toSceneError(parts) : null;
  if (error) return `${error.message} (${error.code})`;
  const { scene, start, end } = parts;
  const reasons = [scene.stale, end.stale, start.stale].flatMap((stale) => stale?.why ?? []);
  return reasons[0] ?? null;
}

// A scene runs from its first keyframe to its clip; without one of its keyframes it has failed, unless a clip came anyway.
function toSceneStatus({ startStatus, endStatus, clipStatus }: SceneParts): PartStatus {
  if (clipStatus === 'ready' || clipStatus === 'failed') return clipStatus;
  const statuses = [startStatus, endStatus, clipStatus];
  if (statuses.includes('failed')) return 'failed';
  return statuses.every((status) => status === 'pending') ? 'pending' : 'running';
}

// A clip that could not be begun has failed of a keyframe: its error is the one to know.
function toSceneError({ scene, start, end }: SceneParts): ErrorFacts | null {
  const own = scene.error?.code === 'DEPENDENCY_FAILED' ? null : scene.error;
  return own ?? toKeyframeError('start', start) ?? toKeyframeError('end', end) ?? scene.error;
}

function toKeyframeError(which: 'start' | 'end', { error }: FilmKeyframeEntity): ErrorFacts | null {
  return error && { ...error, message: `its ${which} keyframe failed: ${error.message}` };
}

function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`There is no item ${index} among ${items.length}`);
  return item;
}
