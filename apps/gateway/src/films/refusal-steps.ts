import { isDeepStrictEqual } from 'node:util';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import type { EventData, FilmEvent } from '@shared/contracts/events';
import type { HistoryEntry } from '@shared/contracts/refusals';
import type { Unit } from '@shared/contracts/unit';
import type { FilmRecord } from './film-record';
import type { FilmStep } from './film-steps';

export type RefusalFact =
  | FilmEvent<'unit.refused'>
  | FilmEvent<'unit.switched'>
  | FilmEvent<'prompt.softened'>
  | FilmEvent<'prompt.kept'>
  | FilmEvent<'keyframe.redrawn'>
  | FilmEvent<'keyframe.kept'>;

/** Writes what was refused or went on with another model, and what was tried then, into the history of each scene that it is about. */
export function noteRefusal(record: FilmRecord, fact: RefusalFact): FilmStep[] {
  // Of no scene: that it was written by another model is told, and stands in the costs.
  if (unitOf(fact).kind === 'storyboard') return [{ name: fact.name, record }];
  const { event, next, message } = describe(fact);
  const parts = listParts(record, unitOf(fact));
  if (parts.length === 0) return [];
  const scenes = record.scenes.map((scene) => {
    const entries = parts
      .filter(({ n }) => n === scene.n)
      .map(({ part }): HistoryEntry => ({ at: fact.occurredAt, part, event, next, message }))
      .filter((entry) => !scene.history.some((known) => isDeepStrictEqual(known, entry)));
    return entries.length === 0 ? scene : { ...scene, history: [...scene.history, ...entries] };
  });
  const isNews = scenes.some((scene, i) => scene !== record.scenes[i]);
  return isNews ? [{ name: fact.name, record: { ...record, scenes } }] : [];
}

function unitOf(fact: RefusalFact): Unit {
  return 'unit' in fact.data ? fact.data.unit : { kind: 'keyframe', n: fact.data.index };
}

// A keyframe belongs to the scene that it ends and to the one that it starts.
function listParts({ scenes }: FilmRecord, { kind, n }: Unit): { n: number; part: HistoryEntry['part'] }[] {
  if (kind === 'clip') return [{ n, part: 'clip' }];
  const place = layOutKeyframes(scenes.map(({ transition }) => transition)).keyframes[n];
  const { endsScene = null, startsScene = null } = place ?? {};
  return [
    ...(endsScene === null ? [] : [{ n: endsScene, part: 'end' as const }]),
    ...(startsScene === null ? [] : [{ n: startsScene, part: 'start' as const }]),
  ];
}

function describeSwitch({ from, model, provider, reason }: EventData<'unit.switched'>): string {
  return `${from.model} (${from.provider}): ${reason.message}; it goes on with ${model} (${provider})`;
}

function describe(fact: RefusalFact): Pick<HistoryEntry, 'event' | 'next' | 'message'> {
  switch (fact.name) {
    case 'unit.refused':
      return { event: 'refused', next: fact.data.next, message: fact.data.error.message };
    case 'unit.switched':
      return { event: 'switched', next: null, message: describeSwitch(fact.data) };
    case 'prompt.softened':
      return { event: 'softened', next: null, message: 'Its words were written anew.' };
    case 'prompt.kept':
      return { event: 'notSoftened', next: null, message: fact.data.error.message };
    case 'keyframe.redrawn':
      return {
        event: 'redrawn',
        next: null,
        message: 'It was drawn again, for clips that were refused because of it.',
      };
    case 'keyframe.kept':
      return { event: 'notRedrawn', next: null, message: fact.data.error.message };
  }
}
