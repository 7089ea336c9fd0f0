import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyStreamEvent, type StreamEvent } from '@shared/contracts/film-stream';
import { type FilmView, filmViewSchema, FINAL_FILM_STATUSES } from '@shared/contracts/film';
import type { Transition } from '@shared/contracts/storyboard';
import { aFilm, approval, factsOf, tellAttempt, tellStory } from '../../test/film-builders';
import { applyFact, type HeardFact } from './apply-fact';
import { requestCancel } from './cancel-steps';
import type { FilmRecord } from './film-record';
import type { FilmChange } from './film-steps';
import { toFilmView } from './film-view';
import { tellSteps } from './tell-steps';

const stories = fc
  .record({
    transitions: fc.array(fc.constantFrom<Transition>('continue', 'cut'), { minLength: 1, maxLength: 4 }),
    failures: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ transitions, failures }) => ({
    transitions,
    failedScenes: transitions.flatMap((_, i) => (failures[i] && i > 0 ? [i + 1] : [])),
  }));

// Every fact at least once, in any order, some of them twice.
const tellings = stories.chain((story) => {
  const facts = tellStory(story);
  const extra = fc.subarray(facts);
  return extra.chain((again) =>
    fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length }).map((heard) => ({
      story,
      facts,
      heard,
    })),
  );
});

function hear(record: FilmRecord, facts: HeardFact[]): { record: FilmRecord; events: StreamEvent[] } {
  const events: StreamEvent[] = [];
  let current = record;
  for (const fact of facts) {
    const change = applyFact(current, fact);
    events.push(...change.events);
    current = change.record;
  }
  return { record: current, events };
}

// What a client holds that began with a snapshot and applied each event.
function replay(start: FilmRecord, events: StreamEvent[]): FilmView {
  return events.reduce(applyStreamEvent, toFilmView(start));
}

function withoutTimes(view: FilmView) {
  const { finishedAt, ...rest } = view;
  expect(finishedAt).not.toBeNull();
  return rest;
}

describe('applyFact', () => {
  it('tells a client what GET returns after each fact, in whatever order and how often facts come', () => {
    fc.assert(
      fc.property(tellings, ({ heard }) => {
        let record = aFilm();
        let client = toFilmView(record);
        for (const fact of heard) {
          const change = applyFact(record, fact);
          const wasOpen = record.film.finishedAt === null;
          record = change.record;
          client = change.events.reduce(applyStreamEvent, client);
          if (wasOpen) expect(client).toEqual(toFilmView(record));
        }
        expect(filmViewSchema.parse(client)).toEqual(client);
      }),
    );
  });

  it('ends with the same film whatever the order of the facts', () => {
    fc.assert(
      fc.property(tellings, ({ facts, heard }) => {
        const inOrder = toFilmView(hear(aFilm(), facts).record);
        expect(withoutTimes(toFilmView(hear(aFilm(), heard).record))).toEqual(withoutTimes(inOrder));
      }),
    );
  });

  it('numbers events without gaps and ends with exactly one terminal event', () => {
    fc.assert(
      fc.property(tellings, ({ story, heard }) => {
        const { events } = hear(aFilm(), heard);
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 2));
        const ends = events.filter(({ name }) => FINAL_FILM_STATUSES.some((status) => name === `film.${status}`));
        expect(ends.map(({ name }) => name)).toEqual([
          story.failedScenes.length > 0 ? 'film.partial' : 'film.succeeded',
        ]);
        expect(events.at(-1)).toBe(ends[0]);
      }),
    );
  });

  it('tells a film from its order to its end', () => {
    const { events } = hear(aFilm(), tellStory({ transitions: ['cut'], failedScenes: [] }));
    expect(events.map(({ name }) => name)).toEqual([
      'storyboard.started',
      'cost.updated',
      'storyboard.ready',
      ...['keyframe.started', 'cost.updated', 'keyframe.ready'],
      ...['keyframe.started', 'cost.updated', 'keyframe.ready'],
      ...['clip.started', 'cost.updated', 'clip.ready'],
      'cut.started',
      'cut.ready',
      'film.succeeded',
    ]);
  });

  it('keeps a keyframe that comes before its storyboard, and tells it after', () => {
    const facts = tellStory({ transitions: ['cut'], failedScenes: [] });
    const early = facts.find(({ name }) => name === 'keyframe.ready');
    const approved = facts.find(({ name }) => name === 'storyboard.approved');
    if (!early || !approved) throw new Error('the story lacks a keyframe');
    const waiting = hear(aFilm(), [early, early]);
    expect(waiting.events).toEqual([]);
    const { events } = hear(waiting.record, [approved]);
    expect(events.map(({ name }) => name)).toEqual(['storyboard.ready', 'keyframe.ready']);
    expect(events[1]?.scenes[0]?.start.status).toBe('ready');
  });

  it('skips facts of an older revision', () => {
    const film = aFilm();
    const record = { ...film, film: { ...film.film, revision: 2 } };
    const change = applyFact(record, approval(factsOf(), ['cut']));
    expect(change).toEqual({ record, events: [] });
  });

  it('fails the film when its storyboard fails', () => {
    const error = { code: 'BUDGET_EXCEEDED' as const, message: 'too dear' };
    const { record, events } = hear(aFilm(), [factsOf()('storyboard.failed', { revision: 1, error })]);
    expect(events.map(({ name }) => name)).toEqual(['storyboard.failed', 'film.failed']);
    expect(toFilmView(record)).toMatchObject({ status: 'failed', error, progress: { storyboard: { failed: 1 } } });
  });
});

describe('money', () => {
  it('counts a late settling after the end, without an event after the terminal one', () => {
    const facts = tellStory({ transitions: ['cut'], failedScenes: [] });
    const late = facts.find((fact) => fact.name === 'attempt.settled' && fact.data.unit.kind === 'clip');
    if (!late) throw new Error('the story lacks a clip');
    const ended = hear(
      aFilm(),
      facts.filter((fact) => fact !== late),
    );
    expect(toFilmView(ended.record).cost).toMatchObject({ held: '0.100000', captured: '0.270000' });
    const { record, events } = hear(ended.record, [late]);
    expect(events).toEqual([]);
    expect(toFilmView(record).cost).toMatchObject({ held: '0.000000', captured: '0.360000' });
  });

  it('replaces an unknown end by a known one, and never the other way about', () => {
    const fact = factsOf();
    const [, stored] = tellAttempt(fact, 'storyboard', 0);
    if (stored?.name !== 'attempt.settled') throw new Error('not settled');
    const unknown = fact('attempt.settled', {
      ...stored.data,
      outcome: 'unknown',
      heldMicros: 100_000,
      capturedMicros: 0,
    });
    for (const order of [
      [stored, unknown],
      [unknown, stored],
    ]) {
      expect(toFilmView(hear(aFilm(), order).record).cost).toMatchObject({ held: '0.000000', captured: '0.090000' });
    }
  });
});

describe('cancelling', () => {
  const stages = ['planner', 'keyframer', 'clipper', 'stitcher'] as const;

  function cancel(record: FilmRecord): FilmChange {
    return tellSteps(record, requestCancel(record), '2026-01-01T00:10:00.000Z');
  }

  it('ends when every stage has let go, and not before', () => {
    const fact = factsOf();
    const { record, events } = cancel(aFilm());
    expect(events.map(({ name }) => name)).toEqual(['film.cancelling']);
    const let3go = hear(
      record,
      stages.slice(1).map((stage) => fact('stage.cancelled', { revision: 1, stage })),
    );
    expect(let3go.events).toEqual([]);
    const last = hear(let3go.record, [fact('stage.cancelled', { revision: 1, stage: 'planner' })]);
    expect(last.events.map(({ name }) => name)).toEqual(['film.cancelled']);
  });

  it('still ends cancelled when the cut is ready meanwhile', () => {
    const facts = tellStory({ transitions: ['cut'], failedScenes: [] });
    const running = hear(aFilm(), facts.slice(0, -1));
    const { record } = cancel(running.record);
    const cut = hear(record, facts.slice(-1));
    expect(cut.events.map(({ name }) => name)).toEqual(['cut.ready']);
    const fact = factsOf();
    const end = hear(
      cut.record,
      stages.map((stage) => fact('stage.cancelled', { revision: 1, stage })),
    );
    expect(end.events.map(({ name }) => name)).toEqual(['film.cancelled']);
  });

  it('shows nothing as running once it has ended', () => {
    const fact = factsOf();
    const started = hear(aFilm(), tellAttempt(fact, 'storyboard', 0));
    const { record, events } = cancel(started.record);
    const end = hear(
      record,
      stages.map((stage) => fact('stage.cancelled', { revision: 1, stage })),
    );
    expect(toFilmView(end.record).progress.storyboard.running).toBe(0);
    expect(replay(started.record, [...events, ...end.events])).toEqual(toFilmView(end.record));
  });

  it('asked for twice is one wish, and refused once the film has ended otherwise', () => {
    const { record } = cancel(aFilm());
    expect(requestCancel(record)).toEqual([]);
    const done = hear(aFilm(), tellStory({ transitions: ['cut'], failedScenes: [] })).record;
    expect(() => requestCancel(done)).toThrow(/succeeded and cannot become cancelling/);
  });
});
