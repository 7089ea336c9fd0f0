import type { FilmEvent } from '@shared/contracts/events';
import type { StreamEventName } from '@shared/contracts/film-stream';
import { stopAtGate } from './film-gates';
import type { FilmKeyframeEntity } from './film-keyframe.entity';
import type { FilmRecord } from './film-record';
import type { FilmSceneEntity } from './film-scene.entity';
import type { FilmStep } from './film-steps';

export function keyframeReady(record: FilmRecord, { data, occurredAt }: FilmEvent<'keyframe.ready'>): FilmStep[] {
  const keyframe = record.keyframes[data.index];
  if (!keyframe || keyframe.status === 'ready') return [];
  const ready = {
    ...{ status: 'ready' as const, artifact: data.artifact, readyAt: new Date(occurredAt), error: null },
    ...{ take: data.take ?? keyframe.take, stale: null, pinned: data.origin === 'pinned' },
  };
  return told('keyframe.ready', withKeyframe(record, { ...keyframe, ...ready }));
}

// What is ready stays ready: finished work is never lost to a later failure.
export function keyframeFailed(record: FilmRecord, { data }: FilmEvent<'keyframe.failed'>): FilmStep[] {
  const keyframe = record.keyframes[data.index];
  if (keyframe?.status !== 'pending') return [];
  const failed = { ...keyframe, status: 'failed', error: data.error } as const;
  return told('keyframe.failed', withKeyframe(record, failed));
}

export function clipReady(record: FilmRecord, { data, occurredAt }: FilmEvent<'clip.ready'>): FilmStep[] {
  const scene = record.scenes[data.scene - 1];
  if (!scene || scene.clipStatus === 'ready') return [];
  const ready: FilmSceneEntity = {
    ...scene,
    clipStatus: 'ready',
    clip: data.artifact,
    clipSeconds: data.facts.durationSeconds,
    clipReadyAt: new Date(occurredAt),
    error: null,
    take: data.take ?? scene.take,
    stale: null,
    pinned: data.origin === 'pinned',
  };
  return told('clip.ready', withScene(record, ready));
}

export function clipFailed(record: FilmRecord, { data }: FilmEvent<'clip.failed'>): FilmStep[] {
  const scene = record.scenes[data.scene - 1];
  if (scene?.clipStatus !== 'pending') return [];
  return told('clip.failed', withScene(record, { ...scene, clipStatus: 'failed', error: data.error }));
}

// What settles the last unit before a closed gate is where the film stops.
function told(name: StreamEventName, record: FilmRecord): FilmStep[] {
  return [{ name, record }, ...stopAtGate(record)];
}

function withKeyframe(record: FilmRecord, keyframe: FilmKeyframeEntity): FilmRecord {
  return { ...record, keyframes: record.keyframes.with(keyframe.index, keyframe) };
}

function withScene(record: FilmRecord, scene: FilmSceneEntity): FilmRecord {
  return { ...record, scenes: record.scenes.with(scene.n - 1, scene) };
}
