import type { ArtifactRef } from '@shared/contracts/artifact';
import { buildEvent, type EventInput, type EventName, type FilmEvent } from '@shared/contracts/events';
import { newId } from '@shared/contracts/ids';
import type { Spec } from '@shared/contracts/order';

const tenantId = 'default';
const revision = 1;

export interface FilmFacts {
  filmId: string;
  approved(order: { scenes: number; minClips?: number }): FilmEvent;
  clipReady(scene: number, artifact: ArtifactRef): FilmEvent;
  clipFailed(scene: number): FilmEvent;
  cancelRequested(): FilmEvent;
}

/** What other services state of one new film. */
export function aFilm(): FilmFacts {
  const filmId = newId('film');
  const state = <N extends EventName>(name: N, source: FilmEvent['source'], data: EventInput<N>): FilmEvent =>
    buildEvent({ name, source, tenantId, filmId, data }, new Date());
  return {
    filmId,
    approved: ({ scenes, minClips = 1 }) => state('storyboard.approved', 'planner', anApproval(scenes, minClips)),
    clipReady: (scene, artifact) => {
      const facts = { durationSeconds: 1, frames: 24, fps: 24, width: 320, height: 180, hasAudio: true };
      return state('clip.ready', 'clipper', { revision, scene, artifact, facts, attemptId: newId('att') });
    },
    clipFailed: (scene) => {
      const error = { code: 'PROVIDER_REFUSED_CONTENT', message: `scene ${scene} was refused` } as const;
      return state('clip.failed', 'clipper', { revision, scene, error });
    },
    cancelRequested: () => state('film.cancel-requested', 'gateway', { revision }),
  };
}

export function anApproval(count: number, minClips: number): EventInput<'storyboard.approved'> {
  const spec: Spec = {
    style: 'cinematic',
    scenes: count,
    sceneSeconds: 4,
    aspectRatio: '16:9',
    resolution: '720p',
    continuity: 'chain',
    minClips,
    budgetMicros: 25_000_000,
    runThrough: 'film',
    approve: [],
  };
  const scenes = Array.from({ length: count }, (_, index) => ({
    n: index + 1,
    seconds: 4,
    transition: 'cut' as const,
    description: `Scene ${index + 1}`,
  }));
  const storyboard = { key: 'storyboard', sha256: '0'.repeat(64), bytes: 1, mediaType: 'application/json' };
  const money = { estimateMicros: 0, allotments: { keyframer: 0, clipper: 0 } };
  return { revision, spec, storyboard, title: 'A film', scenes, ...money };
}
