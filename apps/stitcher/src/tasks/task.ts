import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { CutFile, CutScene } from '@shared/contracts/cut';
import type { PictureTarget } from '@shared/media/film-target';
import type { VideoFacts } from '@shared/media/video-facts';
import type { TaskStatus } from './task-state';

export interface PrepareInput {
  clip: ArtifactRef;
  /** As the clip's maker measured it. */
  seconds: number;
  target: PictureTarget;
  /** Whether its maker decoded it from end to end, as all do that say whether it can be copied. */
  wasDecoded?: boolean;
}

/** A clip that fits the film: the clip itself where it did already. */
export interface PreparedClip {
  artifact: ArtifactRef;
  /** Left out where nobody looked into the file. */
  facts?: VideoFacts;
}

export interface IllustrateInput {
  revision: number;
  take: number;
  cutId: string;
  video: ArtifactRef;
  durationSeconds: number;
  fps: number;
  scenes: CutScene[];
}

export type Illustrations = Partial<Record<CutFile, ArtifactRef>>;

interface Kinds {
  prepare: { input: PrepareInput; result: PreparedClip };
  illustrate: { input: IllustrateInput; result: Illustrations };
  /** Removes what was made for a film that nobody asks for any more. */
  sweep: { input: Record<string, never>; result: Record<string, never> };
}
export type TaskKind = keyof Kinds;

interface TaskOf<K extends TaskKind> {
  filmId: string;
  tenantId: string;
  kind: K;
  /** What tells it from the others of its kind and film: a hash over its input. */
  key: string;
  input: Kinds[K]['input'];
  status: TaskStatus;
  result: Kinds[K]['result'] | null;
  error: ErrorFacts | null;
  tries: number;
  /** The fencing token: each lease has a higher one. */
  leaseToken: number;
}

export type Task<K extends TaskKind = TaskKind> = { [N in K]: TaskOf<N> }[K];
export type NewTask<K extends TaskKind> = Pick<TaskOf<K>, 'filmId' | 'tenantId' | 'kind' | 'key' | 'input'>;
export type TaskResult<K extends TaskKind = TaskKind> = Kinds[K]['result'];

export const TASK_COLUMNS = `film_id AS "filmId", tenant_id AS "tenantId", kind, key, input, status, result, error, tries,
  lease_token AS "leaseToken"`;
