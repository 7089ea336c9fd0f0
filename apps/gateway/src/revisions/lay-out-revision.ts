import { explainCauses } from '@shared/build-graph/explain-causes';
import { gatesOf } from '@shared/contracts/gates';
import type { PlannedUnit } from '@shared/build-graph/plan-film';
import type { Staleness } from '@shared/contracts/film';
import type { Storyboard } from '@shared/contracts/storyboard';
import { withSceneIds } from '@shared/build-graph/scene-ids';
import { unitIds } from '@shared/build-graph/unit-ids';
import type { FilmKeyframeEntity } from '../films/film-keyframe.entity';
import type { FilmRecord } from '../films/film-record';
import type { FilmSceneEntity } from '../films/film-scene.entity';
import { NO_HISTORY } from '../films/storyboard-steps';
import { type FilmPatch, moveFilm, patchFilm } from '../films/film-steps';

/** The scenes and keyframes of a revision, those that nothing has to be bought for ready at once. `before`: the film so far. */
export function layOutScenes(
  before: FilmRecord,
  storyboard: Storyboard,
  { plan, at }: { plan: readonly PlannedUnit[]; at: Date },
): Pick<FilmRecord, 'scenes' | 'keyframes'> {
  const filmId = before.film.id;
  const reasons = listReasons(before);
  const planned = new Map(plan.map((unit) => [unit.unit.id, unit]));
  const scenes = withSceneIds(storyboard).scenes.map((scene, i): FilmSceneEntity => {
    const { id, description, seconds, transition } = scene;
    const clipId = unitIds.clipOf(id);
    const unit = planned.get(clipId);
    const answer = unit?.answer ?? null;
    return {
      ...{ filmId, n: i + 1, id, description, seconds, transition },
      clipStatus: answer ? 'ready' : 'pending',
      clip: answer?.artifact ?? null,
      clipSeconds: answer?.facts?.durationSeconds ?? null,
      clipReadyAt: answer ? at : null,
      error: null,
      warnings: [],
      history: [],
      ...toHistory(unit, reasons.get(clipId)),
    };
  });
  return {
    scenes,
    keyframes: plan
      .filter(({ unit }) => unit.kind === 'keyframe')
      .map((unit) => ({ ...toKeyframe(filmId, unit, at), ...toHistory(unit, reasons.get(unit.unit.id)) })),
  };
}

/** The film at the beginning of its next revision. What it showed it goes on showing until there is another cut. */
export function beginRevision(record: FilmRecord, patch: FilmPatch): FilmRecord {
  const { film } = record;
  const queued = film.status === 'queued' ? record : moveFilm(record, 'queued');
  return {
    ...patchFilm(queued, {
      revision: film.revision + 1,
      ...{ storyboardStatus: 'pending', cutStatus: 'pending', gaps: [], error: null, parked: [] },
      ...patch,
    }),
    cancelledStages: [],
  };
}

/** Gates that a revision will come to. */
export function closedGates({ film: { build } }: FilmRecord) {
  return build ? gatesOf(build.spec).filter((gate) => !build.openGates.includes(gate)) : [];
}

type History = Pick<FilmSceneEntity, 'take' | 'stale' | 'pinned'>;

function listReasons({ scenes, keyframes }: FilmRecord): Map<string, Staleness | null> {
  return new Map([
    ...scenes.map(({ id, stale }) => [unitIds.clipOf(id), stale] as const),
    ...keyframes.map(({ unitId, stale }) => [unitId ?? '', stale] as const),
  ]);
}

function toKeyframe(filmId: string, planned: PlannedUnit, at: Date): FilmKeyframeEntity {
  const { unit, answer } = planned;
  return {
    ...{ filmId, index: unit.n, unitId: unit.id },
    status: answer ? 'ready' : 'pending',
    artifact: answer?.artifact ?? null,
    readyAt: answer ? at : null,
    error: null,
    ...NO_HISTORY,
  };
}

// What an earlier revision left to be made anew has no answer to compare with; its reason still holds.
function toHistory(planned: PlannedUnit | undefined, reason: Staleness | null = null): History {
  if (!planned) return NO_HISTORY;
  const { unit, state, causes, isPinned: pinned } = planned;
  const stale = state === 'stale' ? { why: explainCauses(causes), causes } : state === 'missing' ? reason : null;
  return { take: unit.inputs.take, stale, pinned };
}
