import type { ArtifactRef } from '@shared/contracts/artifact';
import { type CutSpec, DEFAULT_CUT_SPEC } from '@shared/contracts/cut';
import { buildEvent, type EventInput, type EventName, type FilmEvent } from '@shared/contracts/events';
import { newId } from '@shared/contracts/ids';
import { type Spec, specSchema } from '@shared/contracts/order';
import type { Storyboard } from '@shared/contracts/storyboard';
import type { ClipFacts } from '@shared/contracts/unit';

const tenantId = 'default';

export interface FilmToApprove {
  scenes: number;
  minClips?: number;
  cut?: Partial<CutSpec>;
  runThrough?: Spec['runThrough'];
}

export interface FilmFacts {
  filmId: string;
  approved(order: FilmToApprove): FilmEvent;
  /** Of one second of 320 x 180 that can be copied, unless said otherwise. */
  clipReady(scene: number, artifact: ArtifactRef, changes?: Partial<ClipFacts>): FilmEvent;
  clipFailed(scene: number): FilmEvent;
  recutRequested(take: number, cut: Partial<CutSpec>): FilmEvent;
  clipsApproved(): FilmEvent;
  cancelRequested(): FilmEvent;
  deleted(): FilmEvent;
}

/** What other services state of one new film. */
export function aFilm(storyboard: ArtifactRef, revision = 1, filmId = newId('film')): FilmFacts {
  const state = <N extends EventName>(name: N, source: FilmEvent['source'], data: EventInput<N>): FilmEvent =>
    buildEvent({ name, source, tenantId, filmId, data }, new Date());
  return {
    filmId,
    approved: (film) => state('storyboard.approved', 'planner', { ...anApproval(film, storyboard), revision }),
    clipReady: (scene, artifact, changes = {}) => {
      const size = { width: 320, height: 180 };
      const facts = { ...size, durationSeconds: 1, frames: 24, fps: 24, hasAudio: true, isCopyable: true, ...changes };
      return state('clip.ready', 'clipper', { revision, scene, artifact, facts, attemptId: newId('att') });
    },
    clipFailed: (scene) => {
      const error = { code: 'PROVIDER_REFUSED_CONTENT', message: `scene ${scene} was refused` } as const;
      return state('clip.failed', 'clipper', { revision, scene, error });
    },
    recutRequested: (take, cut) =>
      state('film.recut-requested', 'gateway', { revision, take, cut: { ...DEFAULT_CUT_SPEC, ...cut } }),
    clipsApproved: () => state('gate.opened', 'gateway', { revision, gate: 'clips' }),
    cancelRequested: () => state('film.cancel-requested', 'gateway', { revision }),
    deleted: () => state('film.deleted', 'gateway', {}),
  };
}

/** A storyboard in which somebody speaks in every scene. */
export function aStoryboard(scenes: number): Storyboard {
  const words = {
    description: 'A light',
    startFramePrompt: 'A light',
    endFramePrompt: 'A light',
    motionPrompt: 'Still',
  };
  const scene = { ...words, keyDetails: ['one', 'two', 'three'], seconds: 4, transition: 'cut' as const };
  const look = { look: 'plain', camera: 'still', lighting: 'even', palette: 'bright', sound: 'none' };
  const dialogue = (n: number) => [{ speaker: 'Ada', line: `Line ${n}` }];
  const list = Array.from({ length: scenes }, (_, i) => ({ ...scene, dialogue: dialogue(i + 1) }));
  return { title: 'A film', styleGuide: look, characters: [], scenes: list };
}

export function anApproval(film: FilmToApprove, storyboard: ArtifactRef): EventInput<'storyboard.approved'> {
  const { scenes: count, minClips = 1, cut = {}, runThrough = 'film' } = film;
  const spec = specSchema.parse({
    style: 'cinematic',
    scenes: count,
    sceneSeconds: 4,
    aspectRatio: '16:9',
    resolution: '720p',
    continuity: 'chain',
    minClips,
    runThrough,
    budgetMicros: 25_000_000,
    cut: { ...DEFAULT_CUT_SPEC, ...cut },
  });
  const scenes = Array.from({ length: count }, (_, index) => ({
    n: index + 1,
    seconds: 4,
    transition: 'cut' as const,
    description: `Scene ${index + 1}`,
  }));
  const money = { estimateMicros: 0, allotments: { keyframer: 0, clipper: 0 } };
  return { revision: 1, spec, storyboard, title: 'A film', scenes, ...money };
}
