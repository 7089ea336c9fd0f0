import { isFinal, type FilmState, type PartStatus, type Progress } from '@shared/contracts/film';
import type { FilmRecord } from './film-record';
import { cutStatusOf, listUnits, storyboardStatusOf, type UnitState } from './film-units';

/** How far a film is, and how long it may still take by what its own units took. */
export function buildProgress(record: FilmRecord): FilmState['progress'] {
  const keyframes = listUnits(record, 'keyframe');
  const clips = listUnits(record, 'clip');
  return {
    storyboard: countStatuses([storyboardStatusOf(record)], 1),
    keyframes: countStatuses(keyframes.map(toStatus), keyframes.length),
    clips: countStatuses(clips.map(toStatus), clips.length > 0 ? clips.length : record.film.order.scenes),
    cut: countStatuses([cutStatusOf(record)], 1),
    etaSeconds: isFinal(record.film.status) ? 0 : estimateSeconds(keyframes, clips),
  };
}

// Keyframes come before clips, and what runs side by side now will go on doing so. Unknown before a first clip is there.
function estimateSeconds(keyframes: UnitState[], clips: UnitState[]): number | null {
  const clipSeconds = averageSeconds(clips);
  if (clipSeconds === null) return null;
  const openKeyframes = countOpen(keyframes);
  const keyframesLeft = roundsLeft(keyframes) * (averageSeconds(keyframes) ?? 0);
  const viaKeyframes = openKeyframes > 0 ? keyframesLeft + clipSeconds : 0;
  return Math.ceil(Math.max(viaKeyframes, roundsLeft(clips) * clipSeconds));
}

function roundsLeft(units: UnitState[]): number {
  const running = units.filter(({ status }) => status === 'running').length;
  return Math.ceil(countOpen(units) / Math.max(1, running));
}

function countOpen(units: UnitState[]): number {
  return units.filter(({ status }) => status === 'pending' || status === 'running').length;
}

function averageSeconds(units: UnitState[]): number | null {
  const seconds = units.flatMap(({ startedAt, readyAt }) =>
    startedAt && readyAt ? [Math.max(0, readyAt.getTime() - startedAt.getTime()) / 1000] : [],
  );
  return seconds.length === 0 ? null : seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
}

function countStatuses(statuses: PartStatus[], total: number): Progress {
  const count = (wanted: PartStatus): number => statuses.filter((status) => status === wanted).length;
  return { total, done: count('ready'), running: count('running'), failed: count('failed') };
}

function toStatus({ status }: UnitState): PartStatus {
  return status;
}
