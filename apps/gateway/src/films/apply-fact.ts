import type { EventName, FilmEvent } from '@shared/contracts/events';
import { isFinal } from '@shared/contracts/film';
import { settleAttempt, submitAttempt } from './attempt-steps';
import { rememberStage, stageCancelled } from './cancel-steps';
import { cutExtended, cutFailed, cutReady, cutStarted, illustrateCut, isCutComplete } from './cut-steps';
import type { FilmRecord } from './film-record';
import { type FilmChange, type FilmStep, patchFilm } from './film-steps';
import { tellSteps } from './tell-steps';
import { noteRefusal } from './refusal-steps';
import { approveStoryboard, failStoryboard } from './storyboard-steps';
import { clipFailed, clipReady, keyframeFailed, keyframeReady } from './unit-steps';

/** Facts that others state of a film. */
export const HEARD_EVENTS = [
  'storyboard.drafted',
  'storyboard.approved',
  'storyboard.failed',
  'keyframe.ready',
  'keyframe.failed',
  'clip.ready',
  'clip.failed',
  'unit.refused',
  'unit.switched',
  'prompt.softened',
  'prompt.kept',
  'keyframe.redrawn',
  'keyframe.kept',
  'cut.started',
  'cut.extended',
  'cut.ready',
  'cut.failed',
  'cut.illustrated',
  'attempt.submitted',
  'attempt.settled',
  'stage.cancelled',
] as const satisfies EventName[];
type HeardName = (typeof HEARD_EVENTS)[number];

/** A fact whose name and data belong together. */
export type HeardFact = { [N in HeardName]: FilmEvent<N> }[HeardName];

/** Facts may come in any order and any number of times; the film ends up the same. */
export function applyFact(record: FilmRecord, fact: HeardFact): FilmChange {
  if (isStale(record, fact)) return { record, events: [] };
  if (fact.name === 'cut.illustrated') return { record: illustrateCut(record, fact), events: [] };
  if (isFinal(record.film.status)) return { record: countMoney(record, fact), events: [] };
  if (!isDue(record, fact)) return { record: park(record, fact), events: [] };
  return applyParked(takeFact(record, fact));
}

function takeFact(record: FilmRecord, fact: HeardFact): FilmChange {
  const start = fact.name === 'stage.cancelled' ? rememberStage(record, fact.data.stage) : record;
  return tellSteps(start, toSteps(start, fact), fact.occurredAt);
}

function toSteps(record: FilmRecord, fact: HeardFact): FilmStep[] {
  switch (fact.name) {
    case 'storyboard.drafted':
    case 'storyboard.approved':
      return approveStoryboard(record, fact);
    case 'storyboard.failed':
      return failStoryboard(record, fact);
    case 'keyframe.ready':
      return keyframeReady(record, fact);
    case 'keyframe.failed':
      return keyframeFailed(record, fact);
    case 'clip.ready':
      return clipReady(record, fact);
    case 'clip.failed':
      return clipFailed(record, fact);
    case 'unit.refused':
    case 'unit.switched':
    case 'prompt.softened':
    case 'prompt.kept':
    case 'keyframe.redrawn':
    case 'keyframe.kept':
      return noteRefusal(record, fact);
    case 'cut.started':
      return cutStarted(record, fact);
    case 'cut.extended':
      return cutExtended(record, fact);
    case 'cut.ready':
      return cutReady(record, fact);
    case 'cut.failed':
      return cutFailed(record, fact);
    case 'cut.illustrated':
      return [];
    case 'attempt.submitted':
      return submitAttempt(record, fact);
    case 'attempt.settled':
      return settleAttempt(record, fact);
    case 'stage.cancelled':
      return stageCancelled(record, fact);
  }
}

// Money is always heard; the rest of what a stage says needs the scenes that it speaks of.
function isDue(record: FilmRecord, fact: HeardFact): boolean {
  if (fact.name === 'cut.ready') return record.scenes.length > 0 && isCutComplete(record);
  if (fact.name === 'unit.switched' && fact.data.unit.kind === 'storyboard') return true;
  const needsScenes = /^(keyframe|clip|cut|unit|prompt)\./.test(fact.name);
  return !needsScenes || record.scenes.length > 0;
}

function park(record: FilmRecord, fact: HeardFact): FilmRecord {
  const { parked } = record.film;
  return parked.some(({ id }) => id === fact.id) ? record : patchFilm(record, { parked: [...parked, fact] });
}

function applyParked(change: FilmChange): FilmChange {
  const { record, events } = change;
  const parked = record.film.parked as HeardFact[];
  const due = parked.find((fact) => isDue(record, fact));
  if (due === undefined) return change;
  const rest = patchFilm(record, { parked: parked.filter((fact) => fact !== due) });
  const next = takeFact(rest, due);
  return applyParked({ record: next.record, events: [...events, ...next.events] });
}

function countMoney(record: FilmRecord, fact: HeardFact): FilmRecord {
  return isMoney(fact) ? (toSteps(record, fact).at(-1)?.record ?? record) : record;
}

// Of an older revision only its money is still heard.
function isStale(record: FilmRecord, fact: HeardFact): boolean {
  return !isMoney(fact) && fact.data.revision < record.film.revision;
}

function isMoney(fact: HeardFact): fact is FilmEvent<'attempt.submitted'> | FilmEvent<'attempt.settled'> {
  return fact.name === 'attempt.submitted' || fact.name === 'attempt.settled';
}
