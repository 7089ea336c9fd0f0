import type { CutScene } from '@shared/contracts/cut';
import type { ArtifactRef } from '@shared/contracts/artifact';

export interface OtioScene extends CutScene {
  clip: ArtifactRef;
  /** Frames of the clip. */
  sourceFrames: number;
  description: string;
}

export interface OtioFilm {
  filmId: string;
  title: string;
  fps: number;
  scenes: readonly OtioScene[];
}

/** The cut as an OpenTimelineIO timeline: one video track, a clip a scene, blends as transitions, clips by their address at the API. */
export function buildOtio({ filmId, title, fps, scenes }: OtioFilm): object {
  const track = {
    OTIO_SCHEMA: 'Track.1',
    name: 'Video',
    kind: 'Video',
    children: scenes.flatMap((scene, index) => [
      ...toTransition(scene, fps),
      toClip({ filmId, fps, scene, next: scenes[index + 1] }),
    ]),
  };
  return {
    OTIO_SCHEMA: 'Timeline.1',
    name: title,
    global_start_time: toTime(0, fps),
    metadata: { reelwright: { filmId } },
    tracks: { OTIO_SCHEMA: 'Stack.1', name: 'tracks', children: [track] },
  };
}

interface ClipPlace {
  filmId: string;
  fps: number;
  scene: OtioScene;
  next: OtioScene | undefined;
}

// In OTIO clips do not overlap: a transition eats into both, so each blend is shared out between its neighbours.
function toClip({ filmId, fps, scene, next }: ClipPlace): object {
  const lead = overlapOf(scene, fps);
  const tail = next ? overlapOf(next, fps) : 0;
  const start = Math.floor(lead / 2);
  const frames = scene.frames - start - Math.ceil(tail / 2);
  const { key, sha256, bytes, mediaType } = scene.clip;
  return {
    OTIO_SCHEMA: 'Clip.2',
    name: `Scene ${scene.scene}`,
    source_range: toRange(start, frames, fps),
    active_media_reference_key: 'DEFAULT_MEDIA',
    media_references: {
      DEFAULT_MEDIA: {
        OTIO_SCHEMA: 'ExternalReference.1',
        target_url: `/v1/films/${filmId}/scenes/${scene.scene}/clip`,
        available_range: toRange(0, scene.sourceFrames, fps),
        metadata: { reelwright: { key, sha256, bytes, mediaType } },
      },
    },
    metadata: { reelwright: { scene: scene.scene, description: scene.description } },
  };
}

function toTransition(scene: OtioScene, fps: number): object[] {
  const { transition, transitionSeconds } = scene;
  if (transitionSeconds === 0) return [];
  const around = Math.round(transitionSeconds * fps);
  const before = Math.floor(around / 2);
  return [
    {
      OTIO_SCHEMA: 'Transition.1',
      name: transition,
      transition_type: transition === 'crossfade' ? 'SMPTE_Dissolve' : 'Custom_Transition',
      in_offset: toTime(before, fps),
      out_offset: toTime(around - before, fps),
      metadata: { reelwright: { transition } },
    },
  ];
}

function overlapOf({ transition, transitionSeconds }: CutScene, fps: number): number {
  return transition === 'crossfade' ? Math.round(transitionSeconds * fps) : 0;
}

function toRange(start: number, frames: number, fps: number): object {
  return { OTIO_SCHEMA: 'TimeRange.1', start_time: toTime(start, fps), duration: toTime(frames, fps) };
}

function toTime(value: number, rate: number): object {
  return { OTIO_SCHEMA: 'RationalTime.1', value, rate };
}
